// Keeps the list of jobs up to date. Without this script the page shows how things stood when it was opened.
const list = document.querySelector('[data-jobs]');
let asking = false;
let next = null;

async function refresh(mark) {
  if (asking) { next = mark; return; }
  asking = true;
  try {
    const answer = await fetch(`/settings/jobs/list${location.search}`, { headers: { 'HX-Request': 'true' } });
    if (answer.ok) {
      // Whoever is about to press a button keeps it under their finger.
      const held = document.activeElement?.id;
      list.innerHTML = await answer.text();
      list.dataset.jobs = mark;
      if (held) document.getElementById(held)?.focus();
    }
  } finally {
    asking = false;
    if (next && next !== list.dataset.jobs) { const mark = next; next = null; refresh(mark); }
  }
}

if (list) {
  const events = new EventSource('/live/jobs');
  events.addEventListener('jobs', (event) => { if (event.data !== list.dataset.jobs) refresh(event.data); });
  addEventListener('pagehide', () => events.close());
}
