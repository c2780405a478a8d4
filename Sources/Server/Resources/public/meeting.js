// A meeting's page: stepping through the words, going to a moment, playing along, choosing words for a finding.
// Without this script every link goes to the piece of the transcript that holds its moment.
const list = document.getElementById('utterances');
const recording = document.querySelector('[data-recording]');
const now = document.querySelector('[data-now]');
const pieceSize = 100;
let chosen = null;

function utterance(number) { return document.getElementById(`u${number}`); }

function choose(row, { scroll = true, focus = true } = {}) {
  if (!row) return;
  chosen?.classList.remove('is-chosen');
  chosen = row;
  row.classList.add('is-chosen');
  if (focus) row.focus({ preventScroll: true });
  if (scroll) row.scrollIntoView({ block: 'center' });
}

// Brings the piece that holds an utterance into the page where it is not there yet.
async function reach(number) {
  if (utterance(number)) return utterance(number);
  const from = Math.floor(number / pieceSize) * pieceSize;
  const answer = await fetch(`${list.dataset.transcript}?from=${from}`, { headers: { 'HX-Request': 'true' } });
  if (!answer.ok) return null;
  // The server escapes everything that was said; this is its own HTML.
  list.innerHTML = await answer.text();
  window.htmx?.process(list);
  // What was asked for may not fit the filters: they are let go.
  document.querySelector('.filters')?.reset();
  for (const select of document.querySelectorAll('.filters select')) select.selectedIndex = 0;
  return utterance(number);
}

async function goTo(number, { play = false } = {}) {
  const row = await reach(number);
  if (!row) return false;
  choose(row);
  history.replaceState(null, '', `#u${number}`);
  if (play) seek(row);
  return true;
}

function seek(row) {
  if (!recording || !row?.dataset.start) return;
  recording.currentTime = Number(row.dataset.start) / 1000;
  recording.play().catch(() => {});
}

document.addEventListener('covalence:go', (event) => { goTo(event.detail); });

document.addEventListener('click', (event) => {
  const link = event.target.closest('a[data-utterance]');
  if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    goTo(Number(link.dataset.utterance), { play: recording && !recording.paused });
    return;
  }
  const row = event.target.closest('.u[data-u]');
  if (!row || event.target.closest('a, button, form')) return;
  if (!getSelection().isCollapsed) return;
  choose(row, { scroll: false });
  seek(row);
});

function step(rows, current, by) {
  const index = rows.indexOf(current);
  return rows[index < 0 ? (by > 0 ? 0 : rows.length - 1) : Math.min(rows.length - 1, Math.max(0, index + by))];
}

document.addEventListener('covalence:key', (event) => {
  const key = event.detail;
  if (key === 'j' || key === 'k') {
    choose(step([...list.querySelectorAll('.u[data-u]')], chosen, key === 'j' ? 1 : -1));
  } else if (key === 'n' || key === 'p') {
    const findings = [...document.querySelectorAll('[data-finding]')];
    const next = step(findings, document.activeElement?.closest('[data-finding]'), key === 'n' ? 1 : -1);
    next?.focus({ preventScroll: true });
    next?.scrollIntoView({ block: 'center' });
  } else if (key === ' ' && recording && !document.activeElement?.closest('a, button, summary, audio')) {
    recording.paused ? recording.play().catch(() => {}) : recording.pause();
  } else if (key === 'Enter' && chosen && document.activeElement === chosen) {
    seek(chosen);
  } else {
    return;
  }
  event.preventDefault();
});

// Playing along.
if (recording) {
  let playing = null;
  recording.addEventListener('timeupdate', () => {
    const at = recording.currentTime * 1000;
    if (playing && at >= Number(playing.dataset.start) && at < Number(playing.dataset.end)) return;
    const rows = list.querySelectorAll('.u[data-start]');
    let low = 0, high = rows.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (Number(rows[middle].dataset.start) <= at) low = middle + 1; else high = middle;
    }
    const row = rows[low - 1];
    if (row === playing) return;
    playing?.classList.remove('is-playing');
    playing = row ?? null;
    playing?.classList.add('is-playing');
    if (now) now.textContent = playing?.querySelector('[data-text]')?.textContent ?? '';
  });
}

// Choosing words for a finding of one's own. Positions are counted in Unicode scalars, as on the server.
const form = document.querySelector('[data-add]');
function position(node, offset) {
  const text = node.nodeType === Node.TEXT_NODE ? node.parentElement?.closest('[data-text]') : node.closest?.('[data-text]');
  const row = text?.closest('.u[data-lower]');
  if (!row) return null;
  const range = document.createRange();
  range.setStart(text, 0);
  range.setEnd(node, offset);
  return Number(row.dataset.lower) + [...range.toString()].length;
}
if (form) {
  list.addEventListener('mouseup', () => setTimeout(offer, 0));
  list.addEventListener('keyup', (event) => { if (event.shiftKey) offer(); });
  form.querySelector('[data-cancel]').addEventListener('click', () => { form.hidden = true; });
}
function offer() {
  const selection = getSelection();
  if (selection.isCollapsed || !selection.rangeCount) return;
  const range = selection.getRangeAt(0);
  const lower = position(range.startContainer, range.startOffset);
  const upper = position(range.endContainer, range.endOffset);
  if (lower === null || upper === null || upper <= lower) return;
  form.elements.lower.value = lower;
  form.elements.upper.value = upper;
  form.querySelector('[data-chosen]').textContent = selection.toString();
  form.hidden = false;
}

function goToHash() {
  const asked = /^#u(\d+)$/.exec(location.hash);
  if (asked) goTo(Number(asked[1]));
}
addEventListener('hashchange', goToHash);
goToHash();
