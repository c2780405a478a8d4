// Answers by keys: y, n and s, in the question that has the focus and nowhere else. Without it the buttons do the same.
const form = document.querySelector('[data-teach]');
const answers = { y: 'carries', n: 'does-not-carry', s: 'skip' };

form?.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || !(event.key in answers)) return;
  const question = event.target.closest('[data-question]');
  if (!question) return;
  const choice = question.querySelector(`[value="${answers[event.key]}"]`);
  if (!choice) return;
  event.preventDefault();
  event.stopPropagation();
  choice.click();
  if (choice.type !== 'radio') return;
  const all = [...form.querySelectorAll('[data-question]')];
  const next = all[all.indexOf(question) + 1];
  (next?.querySelector('input[type=radio]') ?? form.querySelector('button.primary')).focus();
});
