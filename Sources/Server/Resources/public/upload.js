// Adding files: drag and drop, one progress bar a file, the result without loading the page again.
// Without this script the form sends the files and the answer is a page with the same rows.
const form = document.querySelector('[data-upload]');
const zone = document.querySelector('[data-drop]');
const rows = document.querySelector('[data-uploads]');
const picker = form?.querySelector('input[type=file]');
document.documentElement.classList.add('enhanced');

const waiting = [];
let running = 0;
const atOnce = 2;

function row(file) {
  const item = document.createElement('li');
  item.className = 'upload';
  const name = document.createElement('strong');
  name.textContent = file.name;
  const bar = document.createElement('progress');
  bar.max = 1;
  bar.value = 0;
  bar.setAttribute('aria-label', `Sending ${file.name}`);
  const note = document.createElement('span');
  note.textContent = 'waits';
  item.append(name, bar, note);
  rows.append(item);
  return { item, bar, note };
}

function add(files) {
  // What is said of consent holds for these files and not for those that are added later.
  const said = [...new FormData(form)].filter(([name]) => name.startsWith('consent'));
  for (const file of files) waiting.push({ file, said, ...row(file) });
  form.reset();
  next();
}

function next() {
  while (running < atOnce && waiting.length) {
    running += 1;
    send(waiting.shift());
  }
}

function send({ file, said, item, bar, note }) {
  const body = new FormData();
  for (const [name, value] of said) body.append(name, value);
  body.append('file', file, file.name);
  const request = new XMLHttpRequest();
  // What the server does with the file is told by events; without them the row waits for the answer.
  const token = crypto.randomUUID?.() ?? String(Date.now()) + '-' + String(Math.random()).slice(2);
  const events = new EventSource(`/live/upload-${token}`);
  events.addEventListener('progress', (event) => { note.textContent = event.data.toLowerCase(); });
  request.open('POST', `${form.action}?progress=${token}`);
  request.setRequestHeader('HX-Request', 'true');
  request.setRequestHeader('X-CSRF-Token', form.elements.csrf.value);
  note.textContent = 'is sent';
  request.upload.addEventListener('progress', (event) => {
    if (event.lengthComputable) bar.value = event.loaded / event.total;
  });
  request.upload.addEventListener('load', () => {
    bar.removeAttribute('value');
    note.textContent = 'is read';
  });
  const done = () => { events.close(); running -= 1; next(); };
  request.addEventListener('load', () => {
    // The answer is the server's own row for this file, or its own words for what went wrong.
    const answer = document.createElement('template');
    answer.innerHTML = request.responseText;
    const rows = [...answer.content.querySelectorAll('li.upload')];
    if (rows.length) {
      item.replaceWith(...rows);
    } else {
      bar.remove();
      item.className = 'upload upload-failed';
      note.textContent = answer.content.textContent.trim() || 'could not be added';
    }
    if (request.status < 400) document.dispatchEvent(new CustomEvent('covalence:added'));
    done();
  });
  request.addEventListener('error', () => {
    bar.remove();
    item.className = 'upload upload-failed';
    note.textContent = 'The connection broke. Is Covalence still running? Drop the file again.';
    done();
  });
  request.send(body);
}

if (form && zone && rows && picker) {
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    add(picker.files);
  });
  picker.addEventListener('change', () => add(picker.files));
  for (const kind of ['dragenter', 'dragover']) {
    zone.addEventListener(kind, (event) => { event.preventDefault(); zone.classList.add('is-over'); });
  }
  zone.addEventListener('dragleave', (event) => { if (!zone.contains(event.relatedTarget)) zone.classList.remove('is-over'); });
  zone.addEventListener('drop', (event) => {
    event.preventDefault();
    zone.classList.remove('is-over');
    add(event.dataTransfer.files);
  });
  // A file dropped beside the zone must not replace the page.
  for (const kind of ['dragover', 'drop']) document.addEventListener(kind, (event) => event.preventDefault());
}
