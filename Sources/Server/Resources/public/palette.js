// One box that goes anywhere: Ctrl-K (⌘K) or g. Pages, accounts, people, meetings by name; Enter on nothing searches the words.
// A combobox with a list († WAI-ARIA Authoring Practices, editable combobox with list autocomplete).
const dialog = document.getElementById('palette');
const input = dialog?.querySelector('input');
const list = dialog?.querySelector('[role=listbox]');
const status = dialog?.querySelector('[role=status]');
const pages = JSON.parse(dialog?.dataset.pages ?? '[]');
let shown = [];
let chosen = -1;
let asked = 0;

const isTyping = (target) => target.closest('input, select, textarea, [contenteditable], dialog') !== null;

function show(entries) {
  shown = entries;
  list.replaceChildren(...entries.map((entry, index) => {
    const option = document.createElement('li');
    option.id = `palette-${index}`;
    option.role = 'option';
    option.ariaSelected = 'false';
    const label = document.createElement('span');
    label.textContent = entry.label;
    const kind = document.createElement('span');
    kind.className = 'quiet';
    kind.textContent = entry.kind;
    option.append(label, kind);
    option.addEventListener('mousedown', (event) => { event.preventDefault(); location.assign(entry.href); });
    return option;
  }));
  choose(entries.length > 0 ? 0 : -1);
  status.textContent = entries.length === 1 ? '1 entry' : `${entries.length} entries`;
}

function choose(index) {
  list.children[chosen]?.setAttribute('aria-selected', 'false');
  chosen = index;
  const option = list.children[index];
  if (option) {
    option.setAttribute('aria-selected', 'true');
    option.scrollIntoView({ block: 'nearest' });
    input.setAttribute('aria-activedescendant', option.id);
  } else {
    input.removeAttribute('aria-activedescendant');
  }
}

async function look() {
  const text = input.value.trim();
  const folded = text.toLowerCase();
  const own = pages.filter((page) => page.label.toLowerCase().includes(folded));
  const search = { label: `Search for “${text}”`, kind: 'everything', href: `/search?words=${encodeURIComponent(text)}` };
  show(text === '' ? own : [...own, search]);
  if (text === '') return;
  const mine = ++asked;
  try {
    const answer = await fetch(`/jump.json?text=${encodeURIComponent(text)}`, { headers: { Accept: 'application/json' } });
    // A slow answer to an earlier question must not take the place of a newer one.
    if (!answer.ok || mine !== asked || !dialog.open) return;
    show([...own, ...(await answer.json()), search]);
  } catch {
    // Without the server the pages and the search are still there to choose.
  }
}

function open() {
  input.value = '';
  dialog.showModal();
  look();
}

if (dialog) {
  document.addEventListener('keydown', (event) => {
    const isShortcut = (event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === 'k';
    const isLetter = event.key === 'g' && !event.ctrlKey && !event.metaKey && !event.altKey && !isTyping(event.target);
    if (!isShortcut && !isLetter) return;
    event.preventDefault();
    if (!dialog.open) open();
  });
  document.querySelectorAll('[data-palette]').forEach((button) => { button.hidden = false; button.addEventListener('click', open); });
  input.addEventListener('input', look);
  input.addEventListener('keydown', (event) => {
    if (event.key === 'ArrowDown' && shown.length > 0) { event.preventDefault(); choose((chosen + 1) % shown.length); }
    else if (event.key === 'ArrowUp' && shown.length > 0) { event.preventDefault(); choose((chosen + shown.length - 1) % shown.length); }
    else if (event.key === 'Enter') { event.preventDefault(); const entry = shown[chosen]; if (entry) location.assign(entry.href); }
  });
}
