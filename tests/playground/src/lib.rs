//! The product on built-in stand-ins, with Mattermost's REST API and a page in the browser
