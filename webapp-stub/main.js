// The client-side part of "Odoo for Mattermost": two shortcuts for slash commands. Nothing depends on it.

(() => {
    const COMMAND_HELP = '/odoo help';
    const COMMAND_PROPOSE = '/odoo propose';

    class OdooPlugin {
        initialize(registry, store) {
            registry.registerChannelHeaderButtonAction(
                icon(),
                (channel) => execute(store, {command: COMMAND_HELP, channel_id: channel.id}),
                'Odoo',
                'What /odoo can do',
            );

            registry.registerPostDropdownMenuAction(
                'Propose in Odoo…',
                (postId) => execute(store, {command: `${COMMAND_PROPOSE} --post ${postId}`, ...placeOf(store, postId)}),
            );
        }
    }

    // A white briefcase on a disc of its own: the places it is shown in have dark and light grounds, and not all of them
    // set a text colour; the glyphs of the icon font differ between versions of the client.
    function icon() {
        const {createElement} = window.React;
        const line = {fill: 'none', stroke: '#ffffff', strokeWidth: 1.5, strokeLinejoin: 'round'};
        return createElement('svg', {width: 22, height: 22, viewBox: '0 0 24 24', role: 'img', 'aria-label': 'Odoo'},
            createElement('circle', {cx: 12, cy: 12, r: 12, fill: '#875a7b'}),
            createElement('rect', {...line, x: 6, y: 9, width: 12, height: 8, rx: 1}),
            createElement('path', {...line, d: 'M9.5 9V6.5h5V9M6 12.5h12'}),
        );
    }

    // Where who pressed the post's menu sees the answer: for a reply in its thread, else in the open channel.
    function placeOf(store, postId) {
        const {channels, posts} = store.getState().entities;
        const post = posts?.posts[postId];
        return post?.root_id ?
            {channel_id: post.channel_id, root_id: post.root_id} :
            {channel_id: channels.currentChannelId};
    }

    // Runs the command as the person at the screen; its answer arrives as an ephemeral post.
    function execute(store, call) {
        return fetch(`${basename()}/api/v4/commands/execute`, {
            method: 'POST',
            credentials: 'same-origin',
            headers: {
                'Content-Type': 'application/json',
                'X-CSRF-Token': cookie('MMCSRF'),
                'X-Requested-With': 'XMLHttpRequest',
            },
            body: JSON.stringify({team_id: store.getState().entities.teams.currentTeamId, ...call}),
        });
    }

    function cookie(name) {
        const pair = document.cookie.split('; ').find((one) => one.startsWith(`${name}=`));
        return pair ? pair.slice(name.length + 1) : '';
    }

    // The path under which the server is installed, '' for the root.
    function basename() {
        return (window.basename || '').replace(/\/$/, '');
    }

    window.registerPlugin('odoo', new OdooPlugin());
})();
