// Keys that work on every page. What belongs to a meeting is in meeting.js, which listens for the events sent here.
const isTyping = (target) => target.closest('input, select, textarea, [contenteditable], dialog') !== null;

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (isTyping(event.target)) return;
  const keys = document.getElementById('keys');
  if (event.key === '/') {
    event.preventDefault();
    document.querySelector('[data-search]')?.focus();
  } else if (event.key === '?') {
    event.preventDefault();
    keys?.showModal();
  } else {
    const asked = new CustomEvent('covalence:key', { detail: event.key, cancelable: true });
    if (!document.dispatchEvent(asked)) event.preventDefault();
  }
});
