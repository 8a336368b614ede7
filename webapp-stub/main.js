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

    // A briefcase. Drawn here: which glyphs the icon font has differs between versions of the client.
    function icon() {
        const {createElement} = window.React;
        const line = {fill: 'none', stroke: 'currentColor', strokeWidth: 2, strokeLinejoin: 'round'};
        return createElement('svg', {width: 18, height: 18, viewBox: '0 0 24 24', role: 'img', 'aria-label': 'Odoo'},
            createElement('rect', {...line, x: 3, y: 7, width: 18, height: 13, rx: 2}),
            createElement('path', {...line, d: 'M8 7V4h8v3M3 13h18'}),
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
