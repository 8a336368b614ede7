// The client-side part of the plugin, loaded as Mattermost's web client does. Only the registry calls that it uses.

import {el} from './dom.js';
import {menuEntries} from './posts.js';
import * as api from './api.js';

const buttons = document.getElementById('header-buttons');

/** Loads the script of every active plugin; `state()` answers what its Redux store would: where the person is. */
export async function load(state) {
  window.React = {createElement: (name, props, ...children) => el(name, {class: props?.className}, ...children)};
  window.basename = '';
  window.registerPlugin = (id, plugin) => plugin.initialize({
    registerChannelHeaderButtonAction(icon, action, text, tooltip) {
      buttons.append(el('button', {title: tooltip, onclick: () => action(state().channel)}, text));
    },
    registerPostDropdownMenuAction(text, action) {
      menuEntries.push({text, action});
    },
  }, {getState: () => state().store});
  for (const plugin of await api.get('/plugins/webapp')) {
    await new Promise((done) => {
      document.head.append(el('script', {src: plugin.webapp.bundle_path, onload: done, onerror: done}));
    });
  }
}
