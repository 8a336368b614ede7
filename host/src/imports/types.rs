//! `types`: no functions.

use crate::runtime::State;
use crate::runtime::bindings::mattermost::plugin::types::Host;

impl Host for State {}
