//! End-to-end cases that speak only Mattermost's REST API
