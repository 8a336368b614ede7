// Mattermost's REST API and websocket as the page uses them. The person's name is the token.

let token = '';

/** Acts as `name` from now on. The cookie is for scripts of the plugin, which know nothing of this page. */
export function actAs(name) {
  token = name;
  document.cookie = `MMAUTHTOKEN=${name};path=/;SameSite=Strict`;
}

/** Calls `/api/v4<path>`; a refusal is thrown with the server's own sentence. */
export async function call(method, path, body) {
  const answer = await fetch(`/api/v4${path}`, {
    method,
    headers: {Authorization: `Bearer ${token}`},
    body: body && JSON.stringify(body),
  });
  const json = await answer.json();
  if (!answer.ok) throw new Error(json.message);
  return json;
}

export const get = (path) => call('GET', path);
export const post = (path, body) => call('POST', path, body);

/** Hands every event to `handle(event, data)` until `close()`; connects again when the server comes back. */
export function listen(handle) {
  let socket;
  let closed = false;
  const mine = token;
  const open = () => {
    socket = new WebSocket(`${location.origin.replace(/^http/, 'ws')}/api/v4/websocket`);
    socket.onopen = () => socket.send(JSON.stringify({seq: 1, action: 'authentication_challenge', data: {token: mine}}));
    socket.onmessage = ({data}) => {
      const message = JSON.parse(data);
      if (message.event && !closed) handle(message.event, message.data);
    };
    socket.onclose = () => closed || setTimeout(open, 1000);
  };
  open();
  return {close() { closed = true; socket.close(); }};
}
