// The client-side part of "Odoo for Mattermost": two shortcuts for slash commands. Nothing depends on it.

(() => {
    const COMMAND_HELP = '/odoo help';
    const COMMAND_PROPOSE = '/odoo propose';

    class OdooPlugin {
        initialize(registry, store) {
            const icon = window.React.createElement('i', {className: 'icon icon-briefcase-outline'});

            registry.registerChannelHeaderButtonAction(
                icon,
                (channel) => execute(COMMAND_HELP, channel.id, channel.team_id || currentTeam(store)),
                'Odoo',
                'What /odoo can do',
            );

            registry.registerPostDropdownMenuAction(
                'Propose in Odoo…',
                (postId) => execute(`${COMMAND_PROPOSE} --post ${postId}`, currentChannel(store), currentTeam(store)),
            );
        }
    }

    // Runs the command as the person at the screen; its answer arrives as an ephemeral post.
    function execute(command, channelId, teamId) {
        return fetch(`${basename()}/api/v4/commands/execute`, {
            method: 'POST',
            credentials: 'same-origin',
            headers: {
                'Content-Type': 'application/json',
                'X-CSRF-Token': cookie('MMCSRF'),
                'X-Requested-With': 'XMLHttpRequest',
            },
            body: JSON.stringify({command, channel_id: channelId, team_id: teamId}),
        });
    }

    function currentChannel(store) {
        return store.getState().entities.channels.currentChannelId;
    }

    function currentTeam(store) {
        return store.getState().entities.teams.currentTeamId;
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
