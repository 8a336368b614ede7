// The box for messages and slash commands, with the list of completions above it.

import {el} from './dom.js';
import * as api from './api.js';

const form = document.getElementById('composer');
const box = document.getElementById('message');
const list = document.getElementById('suggestions');

let place = {};
let send = () => {};
let chosen = -1; // Index in the list; -1 while the keyboard has not moved into it.
let asked = 0;

/** Completes for the channel `{team_id, id}` from now on and hands what is sent to `handle(text)`. */
export function write(channel, handle) {
  place = channel;
  send = handle;
  box.placeholder = `Write to ${channel.display_name}, or type / for a command`;
  box.focus();
}

form.addEventListener('submit', (event) => {
  event.preventDefault();
  submit();
});

box.addEventListener('input', suggest);

box.addEventListener('keydown', (event) => {
  const items = list.hidden ? [] : [...list.children];
  const step = {ArrowDown: 1, ArrowUp: -1}[event.key];
  if (step && items.length) {
    choose((chosen + step + items.length + (chosen < 0 && step < 0 ? 1 : 0)) % items.length);
  } else if (event.key === 'Tab' && items.length) {
    accept(items[Math.max(chosen, 0)]);
  } else if (event.key === 'Enter' && !event.shiftKey) {
    if (chosen >= 0) accept(items[chosen]);
    else submit();
  } else if (event.key === 'Escape') {
    hide();
  } else {
    return;
  }
  event.preventDefault();
});

async function suggest() {
  fit();
  const text = box.value;
  if (!text.startsWith('/') || text.includes('\n')) return hide();
  const mine = ++asked;
  const query = new URLSearchParams({user_input: text, channel_id: place.id, team_id: place.team_id});
  const found = await api.get(`/teams/${place.team_id}/commands/autocomplete_suggestions?${query}`);
  if (mine !== asked) return; // Typing went on meanwhile.
  chosen = -1;
  list.replaceChildren(...found.map((suggestion) => el('li', {
    role: 'option',
    'data-complete': `/${suggestion.Complete} `,
    onmousedown: (event) => { event.preventDefault(); accept(event.currentTarget); },
  }, el('b', {}, text.includes(' ') ? suggestion.Suggestion : `/${suggestion.Suggestion}`),
  el('i', {}, suggestion.Hint), el('small', {}, suggestion.Description))));
  list.hidden = found.length === 0;
}

function choose(index) {
  chosen = index;
  [...list.children].forEach((item, at) => item.setAttribute('aria-selected', String(at === index)));
  list.children[index].scrollIntoView({block: 'nearest'});
}

function accept(item) {
  box.value = item.dataset.complete;
  suggest();
}

function hide() {
  asked += 1;
  chosen = -1;
  list.hidden = true;
}

function submit() {
  const text = box.value.trim();
  hide();
  if (!text) return;
  box.value = '';
  fit();
  send(text);
}

function fit() {
  box.style.height = 'auto';
  box.style.height = `${box.scrollHeight + 2}px`;
}
