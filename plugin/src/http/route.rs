use super::reply::{Refusal, Response};
use super::{Request, action, api, autocomplete, dialog, doorbell, health, hooks};
use crate::ports::Deps;

/// Bytes of a pressed button, a submitted form or a call of the API.
pub(super) const BODY_BYTES_MAX: usize = 256 << 10;

/// One route: who may call it, how, with how much.
pub(super) struct Route {
    pub(super) method: &'static str,
    /// Parts in braces take whatever stands there, see [`Parameters`].
    pub(super) path: &'static str,
    pub(super) audience: Audience,
    pub(super) body_bytes_max: usize,
    pub(super) run: Run,
}

/// Answers a request that its route admits.
pub(super) type Run = fn(&Deps<'_>, &Request, &Parameters<'_>) -> Result<Response, Refusal>;

/// Who may call a route.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Audience {
    /// Signed in.
    Person,
    /// Anybody: such a route does no work before it has found out who calls.
    Anybody,
}

/// What stands in the place of the braces of a route's path, by name.
pub(super) struct Parameters<'a>(Vec<(&'static str, &'a str)>);

impl Parameters<'_> {
    /// The part of the path; empty only if the route has no such name.
    pub(super) fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(given, _)| *given == name).map_or("", |(_, value)| value)
    }
}

/// All routes, by area.
static ROUTES: &[&[Route]] = &[
    action::ROUTES,
    api::ROUTES,
    autocomplete::ROUTES,
    dialog::ROUTES,
    doorbell::ROUTES,
    health::ROUTES,
    hooks::ROUTES,
];

/// The route of a request that admits it, with what stands in its path.
pub(super) fn find(request: &Request) -> Result<(&'static Route, Parameters<'_>), Refusal> {
    let routes = || ROUTES.iter().flat_map(|routes| routes.iter());
    let mut fitting = routes().filter_map(|route| Some((route, parameters(route.path, &request.path)?)));
    let mut other = None;
    let (route, parameters) = loop {
        match fitting.next() {
            Some((route, parameters)) if route.method == request.method => break (route, parameters),
            Some((route, _)) => other = other.or(Some(route.method)),
            None => return Err(other.map_or(Refusal::NotFound, |allowed| Refusal::Method { allowed })),
        }
    };
    if route.audience == Audience::Person && request.user_id.as_deref().is_none_or(str::is_empty) {
        return Err(Refusal::SignedOut);
    }
    if request.body.len() > route.body_bytes_max {
        return Err(Refusal::TooLarge { bytes_max: route.body_bytes_max });
    }
    Ok((route, parameters))
}

fn parameters<'a>(pattern: &'static str, path: &'a str) -> Option<Parameters<'a>> {
    let mut parameters = Vec::new();
    let (mut wanted, mut given) = (pattern.split('/'), path.split('/'));
    loop {
        match (wanted.next(), given.next()) {
            (None, None) => return Some(Parameters(parameters)),
            (Some(wanted), Some(given)) => match wanted.strip_prefix('{').and_then(|name| name.strip_suffix('}')) {
                Some(name) if !given.is_empty() => parameters.push((name, given)),
                None if wanted == given => {}
                _ => return None,
            },
            _ => return None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::parameters;

    fn of(pattern: &'static str, path: &str) -> Option<Vec<(&'static str, String)>> {
        let parameters = parameters(pattern, path)?;
        Some(parameters.0.into_iter().map(|(name, value)| (name, value.to_owned())).collect())
    }

    #[test]
    fn parts_in_braces_take_what_stands_there() {
        assert_eq!(of("/a/{id}/b", "/a/7/b"), Some(vec![("id", "7".into())]));
        assert_eq!(of("/a/b", "/a/b"), Some(vec![]));
    }

    #[test]
    fn other_paths_do_not_fit() {
        for path in ["/a//b", "/a/7", "/a/7/b/", "/a/7/c", "/A/7/b", ""] {
            assert_eq!(of("/a/{id}/b", path), None, "{path}");
        }
    }
}
