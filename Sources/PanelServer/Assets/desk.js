// Keys, drafts and small comforts. Every page works without it.
'use strict';
(() => {
  const store = {
    get(key) { try { return localStorage.getItem(key); } catch { return null; } },
    set(key, value) { try { localStorage.setItem(key, value); } catch { /* private mode: nothing is kept */ } },
    drop(key) { try { localStorage.removeItem(key); } catch { /* as above */ } },
  };
  // Drafts of one account are not shown to the next who logs in with this browser.
  const draftKey = (name) => `panel-draft-${document.querySelector('.who')?.textContent ?? ''}-${name}`;
  const status = document.getElementById('status');
  const say = (text) => { if (status) status.textContent = text; };

  // A cursor over the rows of the queue, or over the texts of an item.
  const places = [...document.querySelectorAll('[data-row], [data-move]')];
  let at = -1;
  const go = (step) => {
    if (!places.length) return false;
    const next = at < 0 ? (step > 0 ? 0 : places.length - 1) : at + step;
    if (next < 0 || next >= places.length) return true;
    places[at]?.classList.remove('at');
    at = next;
    places[at].classList.add('at');
    (places[at].querySelector('[data-open], textarea') ?? places[at]).focus({ preventScroll: true });
    places[at].scrollIntoView({ block: 'nearest' });
    return true;
  };
  const isQueue = places[0]?.hasAttribute('data-row') ?? false;

  const dialog = document.getElementById('keys');
  const showKeys = () => {
    const list = document.getElementById('keys-list');
    list.replaceChildren();
    const add = (key, does) => {
      const dt = document.createElement('dt'), kbd = document.createElement('kbd'), dd = document.createElement('dd');
      kbd.textContent = key; dd.textContent = does; dt.append(kbd); list.append(dt, dd);
    };
    for (const hint of document.querySelectorAll('#page-keys [data-hint]')) add(hint.dataset.hint, hint.textContent);
    for (const part of document.querySelectorAll('[data-key]')) add(part.dataset.key, part.dataset.does);
    dialog.showModal();
  };
  const keysButton = document.getElementById('keys-button');
  if (keysButton) { keysButton.hidden = false; keysButton.addEventListener('click', showKeys); }
  const off = document.getElementById('keys-off');
  off.checked = store.get('panel-keys') === 'off';
  off.addEventListener('change', () => off.checked ? store.set('panel-keys', 'off') : store.drop('panel-keys'));

  const use = (part) => {
    if (part.tagName === 'SUMMARY') {
      part.parentElement.open = true;
      (part.parentElement.querySelector('textarea, input:not([type=hidden])') ?? part).focus();
    } else if (/^(INPUT|TEXTAREA)$/.test(part.tagName)) {
      const box = part.closest('details');
      if (box) box.open = true;
      part.focus();
    } else if (part.hasAttribute('data-there') && at >= 0) {
      location.href = `${part.getAttribute('href')}#${places[at].id}`;
    } else part.click();
  };
  document.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.isComposing || event.altKey) return;
    if (dialog.open) {
      if (event.key === '?') { dialog.close(); event.preventDefault(); }
      return;
    }
    const isTyping = event.target.closest?.('input:not([type=checkbox]), textarea, select');
    let key = event.key;
    if (event.ctrlKey || event.metaKey) {
      if (key !== 'Enter') return;
      key = 'Ctrl+Enter';
      const form = event.target.closest?.('form');
      if (isTyping && form && !form.querySelector('[data-key="Ctrl+Enter"]')) {
        event.preventDefault();
        form.requestSubmit(form.querySelector('button:not([type=button])'));
        return;
      }
    } else if (isTyping) {
      if (key === 'Escape') { event.target.blur(); event.preventDefault(); }
      return;
    } else if (off.checked) return;
    const part = [...document.querySelectorAll('[data-key]')].find((p) => p.dataset.key === key && !p.disabled);
    let isDone = true;
    if (isQueue && key === 'j') go(1);
    else if (isQueue && key === 'k') go(-1);
    else if (!isQueue && key === 'n') go(1);
    else if (!isQueue && key === 'b') go(-1);
    else if (key === 'v' && !isQueue) {
      const where = at >= 0 ? [places[at]] : places;
      const boxes = where.flatMap((place) => [...place.querySelectorAll('details.evidence')]);
      const open = boxes.some((box) => !box.open);
      for (const box of boxes) box.open = open;
    } else if (key === 'y' && !isQueue && at >= 0) {
      places[at].closest('.cell')?.querySelector('[data-rerun]')?.click();
    } else if (key === 's' && isQueue && at >= 0) {
      const box = places[at].querySelector('input[type=checkbox]');
      box.checked = !box.checked;
      box.dispatchEvent(new Event('change', { bubbles: true }));
    } else if (key === 'Enter' && isQueue && at < 0 && event.target === document.body) {
      places[0]?.querySelector('[data-open]')?.click();
    } else if (part) use(part);
    else isDone = false;
    if (isDone) event.preventDefault();
  });

  // The count of the selection.
  const bulk = document.getElementById('bulk');
  bulk?.addEventListener('change', () => {
    const count = bulk.querySelectorAll('input[name=id]:checked').length;
    document.getElementById('selected').textContent = count ? `With the ${count} selected:` : 'With the selected:';
  });

  // Undo counts for ten seconds.
  for (const notice of document.querySelectorAll('[data-undo]')) setTimeout(() => notice.remove(), 10000);

  // A double click sends a form once; the back button gives the buttons back.
  for (const form of document.querySelectorAll('[data-once]')) {
    form.addEventListener('submit', (event) => {
      if (form.dataset.sent) { event.preventDefault(); return; }
      form.dataset.sent = '1';
    });
  }
  addEventListener('pageshow', (event) => {
    // The back button may bring a page as it was; what was typed there is in the drafts. The answer to a form cannot be
    // asked for again.
    if (event.persisted && !document.querySelector('[data-merge], .problem[role=alert]')) { location.reload(); return; }
    for (const form of document.querySelectorAll('[data-once]')) delete form.dataset.sent;
  });

  // What is typed is kept in this browser until the server has it.
  const here = new URLSearchParams(location.search);
  const version = document.querySelector('main [name=version]')?.value;
  const item = location.pathname.match(/^\/items\/(\d+)$/)?.[1];
  // The server says what it has: only then is the draft of it dropped. A form whose session had ended keeps its own.
  if (item && here.has('saved')) {
    store.drop(draftKey(`${here.get('form') ?? 'item'}-${item}`));
    say(here.get('form') === 'rerun' ? 'The persona ran again' : here.has('form') ? 'Saved' : `Saved as version ${here.get('saved')}`);
    const url = new URL(location.href);
    url.searchParams.delete('saved'); url.searchParams.delete('form'); history.replaceState(null, '', url);
  }
  if (here.has('done')) store.drop(draftKey(`${here.get('what')}-${here.get('done')}`));
  for (const part of document.querySelectorAll('[data-sent]')) store.drop(draftKey(part.dataset.sent));
  const edit = document.querySelector('[data-key=e]');
  if (item && edit?.href && store.get(draftKey(`item-${item}`))) {
    const note = document.createElement('p'), link = document.createElement('a');
    note.className = 'problem'; note.setAttribute('role', 'status');
    link.href = edit.href; link.textContent = 'Edit';
    note.append('You wrote something here that is not saved. ', link, ' shows it.');
    document.querySelector('main .title')?.before(note);
  }
  for (const form of document.querySelectorAll('[data-draft]')) {
    const key = draftKey(form.dataset.draft);
    const boxes = [...form.querySelectorAll('textarea')];
    const initial = new Map(boxes.map((box) => [box.name, box.value]));
    const kept = store.get(key);
    if (kept && !form.hasAttribute('data-merge')) {
      let draft = null;
      try { draft = JSON.parse(kept); } catch { store.drop(key); }
      const differs = draft && boxes.some((box) => draft.texts?.[box.name] !== undefined && draft.texts[box.name] !== box.value);
      if (differs) {
        for (const box of boxes) if (typeof draft.texts[box.name] === 'string') box.value = draft.texts[box.name];
        // A save is held against the version that the draft was made from, so that nobody's text is lost.
        const field = form.querySelector('[name=version]');
        if (field && draft.version) field.value = draft.version;
        const note = document.createElement('p'), drop = document.createElement('button');
        note.className = 'problem'; note.setAttribute('role', 'status');
        note.append('What you typed here before and did not save is back. ');
        drop.type = 'button'; drop.className = 'quiet'; drop.textContent = 'Forget it';
        drop.addEventListener('click', () => { store.drop(key); for (const box of boxes) box.value = initial.get(box.name); note.remove(); if (field) field.value = version; });
        note.append(drop); form.prepend(note);
        const box = form.closest('details'); if (box) box.open = true;
      }
    }
    form.addEventListener('input', () => {
      const texts = {};
      for (const box of boxes) if (box.value !== initial.get(box.name)) texts[box.name] = box.value;
      if (!Object.keys(texts).length) store.drop(key);
      else store.set(key, JSON.stringify({ texts, version: form.querySelector('[name=version]')?.value }));
    });
  }
  // A persona's words as they come.
  const live = document.querySelector('[data-events]');
  if (live && !document.querySelector('.problem')) {
    const phase = document.getElementById('phase');
    const source = new EventSource(live.dataset.events);
    source.addEventListener('message', (event) => {
      const now = JSON.parse(event.data);
      if (phase.textContent !== now.phase) phase.textContent = now.phase;
      for (const [index, move] of now.moves.entries()) {
        let cell = live.children[index];
        if (!cell) {
          cell = document.createElement('div'); cell.className = 'cell';
          const label = document.createElement('p'), said = document.createElement('p');
          label.className = 'label'; said.className = 'said'; said.dir = 'auto';
          cell.append(label, said); live.append(cell);
        }
        cell.children[0].textContent = move.name;
        cell.children[1].textContent = move.text;
      }
      if (now.target) { source.close(); location.replace(now.target); }
      if (now.problem) { source.close(); location.reload(); }
    });
  }
  const wanted = location.hash.length > 1 ? document.getElementById(location.hash.slice(1)) : null;
  (wanted?.matches('textarea') ? wanted : document.querySelector('#edit textarea'))?.focus();
})();
