// Modal forms that the plugin opens.

import {el, markdown} from './dom.js';
import {options} from './posts.js';
import * as api from './api.js';

const modal = document.getElementById('dialog');

/** Shows `{url, dialog}`; `place` says where the person is: `{channel_id, team_id}`. */
export function open({url, dialog}, place, people) {
  const answer = (submission, cancelled) => api.post('/actions/dialogs/submit', {
    url, callback_id: dialog.callback_id, state: dialog.state, submission, cancelled, ...place,
  });
  const elements = dialog.elements ?? [];
  const problem = el('div', {class: 'error', role: 'alert'});
  const form = el('form', {method: 'dialog'},
    el('h2', {}, dialog.title),
    dialog.introduction_text && markdown(dialog.introduction_text),
    ...elements.map((element) => drawElement(element, people)),
    problem,
    el('footer', {}, el('button', {type: 'button', onclick: () => cancel()}, 'Cancel'),
      el('button', {class: 'submit'}, dialog.submit_label || 'Submit')));

  const cancel = () => {
    if (dialog.notify_on_cancel) answer({}, true);
    modal.close();
  };
  modal.oncancel = cancel;
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    form.querySelectorAll('.error').forEach((line) => { line.textContent = ''; });
    const reply = await answer(values(form, elements), false).catch((error) => ({error: error.message}));
    if (reply.form) return open({url, dialog: reply.form}, place, people);
    problem.textContent = reply.error ?? '';
    for (const [name, text] of Object.entries(reply.errors ?? {})) {
      const line = form.querySelector(`[data-error="${CSS.escape(name)}"]`) ?? problem;
      line.textContent = text;
    }
    if (!reply.error && !Object.keys(reply.errors ?? {}).length) modal.close();
  });
  modal.replaceChildren(form);
  if (!modal.open) modal.showModal();
}

function drawElement(element, people) {
  const label = el('span', {}, element.display_name, !element.optional && ' *');
  const after = [
    element.help_text && el('small', {}, element.help_text),
    el('span', {class: 'error', 'data-error': element.name}),
  ];
  const common = {name: element.name, required: !element.optional, placeholder: element.placeholder};
  const limits = {minlength: text(element.min_length), maxlength: text(element.max_length)};
  if (element.type === 'bool') {
    const box = el('input', {type: 'checkbox', name: element.name, checked: element.default === 'true'});
    return el('div', {}, label, el('label', {class: 'line'}, box, element.placeholder || element.display_name), ...after);
  }
  if (element.type === 'radio') {
    return el('div', {}, label, ...(element.options ?? []).map((option) => el('label', {class: 'line'},
      el('input', {type: 'radio', name: element.name, value: option.value, checked: option.value === element.default}),
      option.text)), ...after);
  }
  if (element.type === 'textarea') {
    return el('label', {}, label, el('textarea', {rows: '4', ...common, ...limits}, element.default), ...after);
  }
  if (element.type === 'select') {
    const select = el('select', common, el('option', {value: ''}, element.placeholder || '…'));
    options(element, people).then((choices) => select.append(...choices.map((choice) =>
      el('option', {value: choice.value, selected: choice.value === element.default}, choice.text))));
    return el('label', {}, label, select, ...after);
  }
  return el('label', {}, label,
    el('input', {type: element.subtype || 'text', value: element.default, ...common, ...limits}), ...after);
}

function values(form, elements) {
  const data = new FormData(form);
  return Object.fromEntries(elements.map(({name, type, subtype}) => {
    const value = data.get(name);
    if (type === 'bool') return [name, value !== null];
    if (subtype === 'number' && value) return [name, Number(value)];
    return [name, value || null];
  }));
}

function text(number) {
  return number > 0 ? String(number) : undefined;
}
