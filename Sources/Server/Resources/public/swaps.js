// What htmx puts in the place of something else: what is read stays where it is on the screen, what was unfolded stays so, and the focus goes
// to what a person would do next. Without it the focus would fall to the top of the page, and the page jump by the height of what is new.
const root = document.documentElement;
const known = new WeakMap(); // by request, what the page was like before its answer
const replaced = new WeakMap(); // by the form that took its place, what gets the place back

// Everything around a place that can be found again, the nearest first, and where on the screen it is.
function around(place) {
  const found = [];
  for (let one = place?.closest('[id]'); one; one = one.parentElement?.closest('[id]')) found.push({ one, id: one.id, top: one.getBoundingClientRect().top });
  return found;
}

function again({ one, id }) { return one.isConnected ? one : document.getElementById(id); }

// What is being read where nothing in the new part was used.
function read() {
  for (const share of [.25, .5, .75]) {
    const place = document.elementFromPoint(innerWidth / 2, innerHeight * share);
    if (place?.closest('main [id]')) return place;
  }
  return null;
}

// What can be folded, by what it is in, its class and its place there.
function folds(inside, name) {
  return (inside.matches('details') ? [inside] : [...inside.querySelectorAll('details')]).filter((one) => one.className === name);
}

function named(fold) {
  const inside = fold.closest('[id]');
  return inside && { id: inside.id, name: fold.className, index: folds(inside, fold.className).indexOf(fold) };
}

function list(item) { return item.closest('.finding, .set-aside'); }
function lists() { return [...document.querySelectorAll('#findings :is(.finding, .set-aside)')]; }

document.addEventListener('htmx:beforeSwap', (event) => {
  const { target, xhr, requestConfig } = event.detail;
  if (!event.detail.shouldSwap || !target) return;
  const pressed = requestConfig?.triggeringEvent?.submitter ?? requestConfig?.elt;
  const focused = target.contains(document.activeElement) ? document.activeElement : null;
  const used = focused ?? (pressed?.matches('button, a') && requestConfig.triggeringEvent?.type !== 'revealed' && target.contains(pressed) ? pressed : null);
  const item = used?.closest('.item[id]');
  const inList = item && list(item);
  known.set(xhr, {
    // What comes before what is read pushes it down.
    used, places: around(target.matches('.more') && target.nextElementSibling ? target.nextElementSibling : used ?? read()), byKeyboard: focused?.matches(':focus-visible') ?? false,
    unfolded: [...target.querySelectorAll('details[open]')].map(named).filter(Boolean),
    item: inList ? { id: item.id, list: inList.id, index: [...inList.querySelectorAll('.item')].indexOf(item), decision: pressed?.value, at: lists().indexOf(inList) } : null,
    old: target.matches('form.decide, .u') ? target.cloneNode(true) : null,
    before: target.matches('.more') ? { isEarlier: Boolean(target.nextElementSibling), first: target.nextElementSibling, last: target.previousElementSibling } : null,
  });
  // The browser would keep hold of what goes, and move by the height of what comes before it.
  root.style.overflowAnchor = 'none';
});

document.addEventListener('htmx:afterSwap', (event) => {
  const was = known.get(event.detail.xhr);
  if (!was) return;
  known.delete(event.detail.xhr);
  for (const { id, name, index } of was.unfolded) {
    const inside = document.getElementById(id);
    const one = inside && folds(inside, name)[index];
    if (one) one.open = true;
  }
  if (was.old) replaced.set(event.target, was.old);
  const place = was.places.find((one) => again(one));
  if (place) stay(again(place), place.top);
  if (was.used && !was.used.isConnected && (document.activeElement === null || document.activeElement === document.body)) {
    focus(next(was, event.target), was.byKeyboard);
  }
  requestAnimationFrame(() => requestAnimationFrame(() => { root.style.overflowAnchor = ''; }));
});

function stay(place, top) {
  const by = place.getBoundingClientRect().top - top;
  if (by) scrollBy({ top: by, behavior: 'instant' });
}

function focus(place, byKeyboard) {
  if (!place) return;
  if (!place.matches('a, button, input, select, textarea, summary, [tabindex]')) place.tabIndex = -1;
  place.focus({ preventScroll: true });
  // Whoever uses keys must see where they are.
  if (byKeyboard) place.scrollIntoView({ block: 'nearest', behavior: 'instant' });
}

function next(was, come) {
  const asked = come.matches?.('[data-first]') ? come : come.querySelector?.('[data-first]');
  if (asked) return asked;
  if (was.item) return afterDeciding(was.item);
  if (was.before) return was.before.isEarlier ? was.before.first?.previousElementSibling : was.before.last?.nextElementSibling;
  return same(was.used) ?? again(was.places.find((one) => again(one)) ?? { one: document.body });
}

// After “right” the next words to decide on; where the words went elsewhere, those that took their place.
function afterDeciding({ id, list: listID, index, decision, at }) {
  const inList = document.getElementById(listID);
  if (!inList) return lists()[Math.min(at, lists().length - 1)] ?? document.getElementById('findings-title');
  const items = [...inList.querySelectorAll('.item')];
  const own = items.findIndex((one) => one.id === id);
  const toDecide = items.slice(own < 0 ? index : own + 1).find((one) => one.querySelector('[value=confirm]'));
  if (own >= 0 && (decision === 'undo' || !toDecide)) return items[own].querySelector('.decide button, .decide a');
  const taking = (inList.matches('.set-aside') ? null : toDecide) ?? items[Math.min(index, items.length - 1)];
  return taking?.querySelector('.decide button, .decide a') ?? inList.querySelector('summary') ?? inList;
}

// The same link or button in what came.
function same(used) {
  const name = (one) => [one.tagName, one.getAttribute('href'), one.getAttribute('name'), one.getAttribute('value'), one.textContent.trim()].join('\n');
  return [...document.querySelectorAll(used.tagName)].find((one) => name(one) === name(used));
}

// A form that took a place gives it back.
document.addEventListener('click', (event) => {
  const form = event.target.closest('[data-put-back]')?.closest('form.correct, .u.editing');
  const old = form && replaced.get(form);
  if (!old || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  form.replaceWith(old);
  window.htmx?.process(old);
  focus(old.querySelector('[hx-get]'), false);
});

// A key that is held down decides once, not on one after the other.
document.addEventListener('keydown', (event) => {
  if (event.repeat && event.key === 'Enter' && event.target.closest('.decide')) event.preventDefault();
});
