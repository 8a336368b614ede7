//! What the logic does to the world, one step after another: a test can end the process at any of them, or let somebody else act.

use std::cell::{Cell, RefCell};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use super::World;

/// Somebody else acts.
type Interruption = Box<dyn FnOnce(&World) + Send>;

/// Counts and interrupts effects: writes of the key-value store, posts, requests to Odoo.
#[derive(Default)]
pub struct Effects {
    count: Cell<usize>,
    kill: Cell<Option<Kill>>,
    interruption: RefCell<Option<(usize, Interruption)>>,
}

/// The process died.
#[derive(Debug)]
pub struct Killed;

#[derive(Clone, Copy)]
struct Kill {
    at: usize,
    /// After the effect, before the logic hears of it.
    is_after: bool,
}

impl Effects {
    /// Effects so far.
    pub fn count(&self) -> usize {
        self.count.get()
    }

    /// Ends the process right before the `n`th effect from now (0 is the next one) or, with `is_after`, right after it.
    pub fn kill_at(&self, n: usize, is_after: bool) {
        self.kill.set(Some(Kill { at: self.count.get() + n, is_after }));
    }

    /// Lets somebody else act right before the `n`th effect from now.
    pub fn interrupt_at(&self, n: usize, act: impl FnOnce(&World) + Send + 'static) {
        self.interruption.replace(Some((self.count.get() + n, Box::new(act))));
    }

    /// Nothing interrupts any more.
    pub fn calm(&self) {
        self.kill.set(None);
        self.interruption.replace(None);
    }

    pub(super) fn happen<T>(&self, world: &World, effect: impl FnOnce() -> T) -> T {
        let number = self.count.get();
        let due = self.interruption.borrow().as_ref().is_some_and(|(at, _)| *at == number);
        if due && let Some((_, act)) = self.interruption.take() {
            act(world);
        }
        self.count.set(self.count.get() + 1);
        let kill = self.kill.get().filter(|kill| kill.at == number);
        if kill.is_some_and(|kill| !kill.is_after) {
            self.kill.set(None);
            resume_unwind(Box::new(Killed));
        }
        let result = effect();
        if kill.is_some() {
            self.kill.set(None);
            resume_unwind(Box::new(Killed));
        }
        result
    }
}

impl World {
    /// Runs something that may not survive; after a death the world goes on with a new process.
    pub fn survive<T>(&self, act: impl FnOnce(&Self) -> T) -> Result<T, Killed> {
        catch_unwind(AssertUnwindSafe(|| act(self))).map_err(|cause| {
            self.restart();
            *cause.downcast::<Killed>().unwrap_or_else(|cause| resume_unwind(cause))
        })
    }
}
