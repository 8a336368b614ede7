//! Mattermost's plugin hooks, API calls and models in Go's shapes
