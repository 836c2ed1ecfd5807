// Files can be dropped on their field, and a form with files shows how far it
// is. Without this the form posts as any other.
(() => {
  for (const zone of document.querySelectorAll('[data-drop]')) {
    const input = zone.querySelector('input[type=file]');
    if (!input) continue;
    const hint = rasoat.make('p', { class: 'field-help', hidden: '' }, rasoat.say('drop-here'));
    zone.append(hint);
    const over = (on) => {
      zone.classList.toggle('is-over', on);
      hint.hidden = !on;
    };
    zone.addEventListener('dragover', (event) => {
      event.preventDefault();
      over(true);
    });
    zone.addEventListener('dragleave', (event) => {
      if (!zone.contains(event.relatedTarget)) over(false);
    });
    zone.addEventListener('drop', (event) => {
      event.preventDefault();
      over(false);
      const given = new DataTransfer();
      const files = input.multiple ? [...event.dataTransfer.files] : [...event.dataTransfer.files].slice(0, 1);
      for (const file of files) given.items.add(file);
      input.files = given.files;
      input.dispatchEvent(new Event('change', { bubbles: true }));
    });
  }

  for (const form of document.querySelectorAll('form[data-upload]')) {
    form.addEventListener('submit', (event) => {
      const names = [...form.querySelectorAll('input[type=file]')].flatMap((input) => [...input.files].map((file) => file.name));
      const state = form.querySelector('[data-upload-state]');
      if (!names.length || !state) return;
      event.preventDefault();
      const bar = state.querySelector('progress');
      const words = state.querySelector('span');
      const buttons = form.querySelectorAll('button[type=submit]');
      const rest = (on) => buttons.forEach((button) => { button.disabled = on; });
      const request = new XMLHttpRequest();
      state.hidden = false;
      rest(true);
      request.upload.addEventListener('progress', (progress) => {
        if (!progress.lengthComputable) return;
        const percent = Math.floor((progress.loaded / progress.total) * 100);
        bar.value = percent;
        words.textContent = rasoat.say('upload-progress', { percent, name: names.join(', ') });
      });
      request.addEventListener('load', () => {
        // The server says where it would have led, or sends a page back. Going
        // there is the browser's, so that the page tells what was done.
        if (request.status < 400) {
          location.href = request.getResponseHeader('X-Location') || location.href;
          return;
        }
        const page = new DOMParser().parseFromString(request.responseText, 'text/html');
        const main = page.querySelector('main');
        if (main) document.querySelector('main').replaceChildren(...main.childNodes);
        else words.textContent = rasoat.say('upload-failed');
        rest(false);
        document.getElementById('error-summary')?.focus();
      });
      request.addEventListener('error', () => {
        words.textContent = rasoat.say('upload-failed');
        rest(false);
      });
      request.open('POST', form.action);
      request.setRequestHeader('X-CSRF-Token', rasoat.token());
      request.setRequestHeader('X-Upload', '1');
      request.send(new FormData(form));
    });
  }
})();
