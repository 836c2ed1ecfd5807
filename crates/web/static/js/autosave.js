// A field with data-autosave saves itself. It says what stands on disk and
// since when; while the network is away it keeps the text on this machine and
// tries again; when someone else saved first it shows both texts.
(() => {
  const WAIT = 900;
  const RETRY = [3, 6, 12, 30, 60];

  const storeKey = (field) => `rasoat:${location.pathname}:${field.name}`;
  const keep = (field) => {
    try {
      localStorage.setItem(storeKey(field), JSON.stringify({
        value: valueOf(field),
        version: field.dataset.version,
        time: new Date().toTimeString().slice(0, 8),
      }));
    } catch { /* the store is full or closed: the page still holds the text */ }
  };
  const kept = (field) => {
    try {
      return JSON.parse(localStorage.getItem(storeKey(field)) ?? 'null');
    } catch {
      return null;
    }
  };
  const forget = (field) => {
    try {
      localStorage.removeItem(storeKey(field));
    } catch { /* nothing was kept */ }
  };

  /** All boxes of one name are one field. */
  const group = (field) =>
    field.form ? [...field.form.elements].filter((other) => other.name === field.name) : [field];
  const valueOf = (field) => {
    if (field.type !== 'checkbox' && field.type !== 'radio') return field.value;
    return group(field).filter((box) => box.checked).map((box) => box.value).join('\n');
  };
  const setValue = (field, value) => {
    if (field.type !== 'checkbox' && field.type !== 'radio') {
      field.value = value;
      return;
    }
    const chosen = value.split('\n');
    for (const box of group(field)) box.checked = chosen.includes(box.value);
  };
  const setVersion = (field, version) => {
    for (const box of group(field)) box.dataset.version = version;
    // The whole form may be sent later: it must know what was saved meanwhile.
    const seen = field.form?.elements.namedItem(`seen:${field.name}`);
    if (seen) seen.value = version;
  };

  const stateOf = (field) => field.closest('.field')?.querySelector('[data-save-state]');
  const tell = (field, words, mood = '', ...more) => {
    const state = stateOf(field);
    if (!state) return;
    state.className = `save-state ${mood}`;
    state.replaceChildren(words, ...more);
  };
  const button = (words, act) => {
    const made = rasoat.make('button', { type: 'button', class: 'btn btn-small' }, words);
    made.addEventListener('click', act);
    return made;
  };

  const jobs = new Map();
  const job = (field) => {
    if (!jobs.has(field.name)) jobs.set(field.name, { timer: 0, tries: 0, busy: false, again: false, held: false });
    return jobs.get(field.name);
  };

  const later = (field, seconds) => {
    const mine = job(field);
    clearTimeout(mine.timer);
    mine.timer = setTimeout(() => save(field), seconds * 1000);
  };

  const failed = (field) => {
    const mine = job(field);
    const seconds = RETRY[Math.min(mine.tries, RETRY.length - 1)];
    mine.tries += 1;
    const key = navigator.onLine ? 'save-failed' : 'save-offline';
    tell(field, rasoat.say(key, { seconds }), 'is-late');
    later(field, seconds);
  };

  const conflict = (field, answer) => {
    tell(field, rasoat.say('conflict-title'), 'is-late');
    const mine = valueOf(field);
    job(field).held = true;
    const box = rasoat.make('div', { class: 'conflict', role: 'alert' });
    const text = (title, value) =>
      rasoat.make('div', {}, rasoat.make('b', {}, title), rasoat.make('pre', {}, value));
    box.append(
      rasoat.make('p', {}, rasoat.say('conflict-help', { name: answer.by })),
      rasoat.make('div', { class: 'conflict-texts' },
        text(rasoat.say('conflict-mine'), mine), text(rasoat.say('conflict-theirs'), answer.theirs)),
      button(rasoat.say('conflict-keep-mine'), () => {
        setVersion(field, answer.version);
        job(field).held = false;
        box.remove();
        save(field);
      }),
      button(rasoat.say('conflict-take-theirs'), () => {
        setVersion(field, answer.version);
        job(field).held = false;
        setValue(field, answer.theirs);
        forget(field);
        box.remove();
        tell(field, '');
      }),
    );
    field.closest('.field')?.querySelector('.conflict')?.remove();
    stateOf(field)?.after(box);
  };

  const save = async (field) => {
    const mine = job(field);
    clearTimeout(mine.timer);
    // Two texts are waiting for a decision: nothing is sent over it.
    if (mine.held) return;
    if (mine.busy) {
      mine.again = true;
      return;
    }
    mine.busy = true;
    const sent = valueOf(field);
    tell(field, rasoat.say('saving'));
    try {
      const answer = await rasoat.post(field.dataset.autosave, {
        name: field.name, value: sent, version: field.dataset.version ?? '',
      });
      const told = await answer.json();
      if (answer.ok && told.outcome === 'kept') {
        mine.tries = 0;
        setVersion(field, told.version);
        if (valueOf(field) === sent) forget(field);
        tell(field, rasoat.say('saved', { time: told.time }), 'is-saved');
      } else if (told.outcome === 'conflict') {
        conflict(field, told);
      } else if (told.outcome === 'refused') {
        tell(field, rasoat.say('save-refused', { reason: told.reason }), 'is-late');
      } else if (answer.status >= 500 || answer.status === 429) {
        failed(field);
      } else {
        tell(field, rasoat.say('save-refused', { reason: told.error ?? answer.status }), 'is-late');
      }
    } catch {
      failed(field);
    }
    mine.busy = false;
    if (mine.again) {
      mine.again = false;
      save(field);
    }
  };

  const isSaving = (target) => target instanceof Element && target.matches('[data-autosave]');
  document.addEventListener('input', (event) => {
    if (!isSaving(event.target)) return;
    keep(event.target);
    later(event.target, WAIT / 1000);
  });
  document.addEventListener('change', (event) => {
    if (isSaving(event.target)) save(event.target);
  });
  addEventListener('online', () => {
    for (const field of document.querySelectorAll('[data-autosave]')) if (kept(field)) save(field);
  });
  addEventListener('beforeunload', (event) => {
    for (const field of document.querySelectorAll('[data-autosave]')) {
      if (job(field).busy || job(field).tries) event.preventDefault();
    }
  });

  // Text from last time that never reached the server is offered, not forced.
  const offered = new Set();
  for (const field of document.querySelectorAll('[data-autosave]')) {
    if (offered.has(field.name)) continue;
    offered.add(field.name);
    const old = kept(field);
    if (!old || old.value === valueOf(field)) {
      forget(field);
      continue;
    }
    tell(field, rasoat.say('kept-found', { time: old.time }), 'is-late',
      button(rasoat.say('kept-use'), () => {
        setValue(field, old.value);
        save(field);
      }),
      button(rasoat.say('kept-drop'), () => {
        forget(field);
        tell(field, '');
      }));
  }
})();
