//! Modules that mean harm, or are broken: each costs its own run.

use std::time::{Duration, Instant};

use plugin_host::extension::{Extensions, Failure, Limits};

const LIMITS: Limits =
    Limits { time: Duration::from_millis(100), memory_bytes_max: 16 << 20, output_bytes_max: 64 << 10 };

/// A module in WebAssembly's text format, after imports that several of them use.
fn module(body: &str) -> Vec<u8> {
    let imports = r#"
        (import "extism:host/env" "alloc" (func $alloc (param i64) (result i64)))
        (import "extism:host/env" "length" (func $length (param i64) (result i64)))
        (import "extism:host/env" "load_u8" (func $load_u8 (param i64) (result i32)))
        (import "extism:host/env" "store_u8" (func $store_u8 (param i64 i32)))
        (import "extism:host/env" "store_u64" (func $store_u64 (param i64 i64)))
        (import "extism:host/env" "input_length" (func $input_length (result i64)))
        (import "extism:host/env" "input_load_u8" (func $input_load_u8 (param i64) (result i32)))
        (import "extism:host/env" "output_set" (func $output_set (param i64 i64)))
        (import "extism:host/env" "error_set" (func $error_set (param i64)))
        (import "extism:host/env" "http_request" (func $http_request (param i64 i64) (result i64)))"#;
    wat::parse_str(format!("(module {imports} {body})")).unwrap()
}

/// What `run` of a module answers.
async fn run(code: Vec<u8>, input: &[u8]) -> Result<Vec<u8>, Failure> {
    let extensions = Extensions::default();
    extensions.keep("it".into(), code).await?;
    extensions.run("it", "run".into(), input.to_vec(), LIMITS).await
}

/// The same for what stands inside of `run`.
async fn body(body: &str) -> Result<Vec<u8>, Failure> {
    run(module(&format!(r#"(memory 1) (func (export "run") (result i32) {body})"#)), b"").await
}

fn failed(text: &str) -> Result<Vec<u8>, Failure> {
    Err(Failure::Failed(text.into()))
}

#[tokio::test]
async fn the_sample_that_is_made_with_extisms_kit_runs() {
    let code = std::fs::read(super::bundles().join("sample.wasm")).unwrap();
    let extensions = Extensions::default();
    extensions.keep("sample".into(), code).await.unwrap();
    let answer = async |input: &str| {
        let answer = extensions.run("sample", "transform".into(), input.into(), LIMITS).await;
        answer.map(|bytes| String::from_utf8(bytes).unwrap())
    };
    let event = r#"{"event": {"title": "Build 7 failed", "severity": "critical", "link": "https://ci.example.com/7"},
        "org": null, "locale": "en", "targets": ["builds", "ops"]}"#;
    assert_eq!(
        answer(event).await.as_deref(),
        Ok(r#"{"text":"CRITICAL: Build 7 failed https://ci.example.com/7","channel":"ops","drop":false}"#)
    );
    assert_eq!(
        answer(r#"{"event": {"title": "Build 8 succeeded", "severity": "info"}}"#).await.as_deref(),
        Ok(r#"{"drop":true}"#)
    );
    let Err(Failure::Failed(why)) = answer("rubbish").await else { panic!("rubbish is no event") };
    assert!(why.contains("expected value"), "{why}");
}

/// Answers its input.
const ECHO: &str = r#"
    (func (export "run") (result i32) (local $at i64) (local $to i64)
        (local.set $to (call $alloc (call $input_length)))
        (block $end (loop $next
            (br_if $end (i64.ge_u (local.get $at) (call $input_length)))
            (call $store_u8 (i64.add (local.get $to) (local.get $at)) (call $input_load_u8 (local.get $at)))
            (local.set $at (i64.add (local.get $at) (i64.const 1)))
            (br $next)))
        (call $output_set (local.get $to) (call $length (local.get $to)))
        (i32.const 0))"#;

#[tokio::test]
async fn a_module_reads_its_input_and_answers() {
    assert_eq!(run(module(ECHO), b"hello").await, Ok(b"hello".to_vec()));
}

#[tokio::test]
async fn nothing_is_left_of_an_earlier_run() {
    let counts = r#"
        (memory 1) (global $runs (mut i32) (i32.const 48))
        (func (export "run") (result i32) (local $to i64)
            (global.set $runs (i32.add (global.get $runs) (i32.const 1)))
            (i32.store8 (i32.const 0) (i32.add (i32.load8_u (i32.const 0)) (i32.const 1)))
            (local.set $to (call $alloc (i64.const 2)))
            (call $store_u8 (local.get $to) (global.get $runs))
            (call $store_u8 (i64.add (local.get $to) (i64.const 1))
                (i32.add (i32.const 48) (i32.load8_u (i32.const 0))))
            (call $output_set (local.get $to) (i64.const 2))
            (i32.const 0))"#;
    let extensions = Extensions::default();
    extensions.keep("it".into(), module(counts)).await.unwrap();
    for _ in 0..3 {
        assert_eq!(extensions.run("it", "run".into(), Vec::new(), LIMITS).await, Ok(b"11".to_vec()));
    }
}

#[tokio::test]
async fn an_endless_loop_ends_at_its_deadline() {
    let begin = Instant::now();
    assert_eq!(body("(loop $again (br $again)) (i32.const 0)").await, Err(Failure::Overdue));
    // The machine may be busy; without a deadline it would never end.
    assert!(begin.elapsed() < Duration::from_secs(5), "{:?}", begin.elapsed());
}

#[tokio::test]
async fn a_start_function_that_loops_ends() {
    let code = module(r#"(func $spin (loop $again (br $again))) (start $spin) (func (export "run"))"#);
    assert_eq!(run(code, b"").await, Err(Failure::Overdue));
}

#[tokio::test]
async fn a_preparing_function_that_loops_ends() {
    let code = module(r#"(func (export "_initialize") (loop $again (br $again))) (func (export "run"))"#);
    assert_eq!(run(code, b"").await, Err(Failure::Overdue));
}

#[tokio::test]
async fn copying_memory_all_the_time_ends() {
    let fill = "(loop $again (memory.fill (i32.const 0) (i32.const 1) (i32.const 16777216)) (br $again))";
    let code = module(&format!(r#"(memory 256) (func (export "run") {fill})"#));
    assert_eq!(run(code, b"").await, Err(Failure::Overdue));
}

#[tokio::test]
async fn a_gibibyte_of_memory_is_not_given() {
    assert_eq!(body("(drop (memory.grow (i32.const 16384))) (i32.const 0)").await, Err(Failure::OutOfMemory));
    let from_the_start = module(r#"(memory 16384) (func (export "run"))"#);
    assert_eq!(run(from_the_start, b"").await, Err(Failure::OutOfMemory));
    let table = module(r#"(table 100000000 funcref) (func (export "run"))"#);
    assert_eq!(run(table, b"").await, Err(Failure::OutOfMemory));
}

#[tokio::test]
async fn memory_up_to_the_limit_is_given() {
    assert_eq!(body("(drop (memory.grow (i32.const 255))) (i32.const 0)").await, Ok(Vec::new()));
}

#[tokio::test]
async fn blocks_beyond_their_limit_are_not_given() {
    let all = "(loop $again (br_if $again (i64.ne (call $alloc (i64.const 65536)) (i64.const 0)))) (i32.const 0)";
    assert_eq!(body(all).await, Ok(Vec::new()));
    assert_eq!(body("(i64.ne (call $alloc (i64.const -1)) (i64.const 0))").await, Ok(Vec::new()));
}

#[tokio::test]
async fn endless_recursion_ends() {
    let code = module(r#"(func $deeper (call $deeper) (call $deeper)) (func (export "run") (call $deeper))"#);
    assert_eq!(run(code, b"").await, failed("call stack exhausted"));
}

#[tokio::test]
async fn a_trap_is_told() {
    assert_eq!(body("(unreachable)").await, failed("wasm `unreachable` instruction executed"));
    assert_eq!(body("(i32.load (i32.const 65536))").await, failed("out of bounds memory access"),);
}

#[tokio::test]
async fn a_failure_is_told_in_the_words_of_the_module() {
    let says = r#"
        (local $to i64)
        (local.set $to (call $alloc (i64.const 8)))
        (call $store_u64 (local.get $to) (i64.const 0x646567616d616421))
        (call $error_set (local.get $to))
        (i32.const 1)"#;
    assert_eq!(body(says).await, failed("!damaged"));
    assert_eq!(body("(i32.const 1)").await, failed("it said no why"));
}

#[tokio::test]
async fn an_answer_from_nowhere_is_none() {
    assert_eq!(
        body("(call $output_set (i64.const -8) (i64.const 16)) (i32.const 0)").await,
        failed("its answer is not where it says"),
    );
    assert_eq!(
        body("(call $output_set (call $alloc (i64.const 70000)) (i64.const 65537)) (i32.const 0)").await,
        Err(Failure::TooLarge),
    );
}

#[tokio::test]
async fn there_is_no_network() {
    assert_eq!(
        body("(drop (call $http_request (i64.const 8) (i64.const 0))) (i32.const 0)").await,
        failed("it asked for the network, which modules do not have"),
    );
}

#[tokio::test]
async fn functions_of_wasi_are_there_and_do_nothing() {
    let code = r#"(module
        (import "wasi_snapshot_preview1" "clock_time_get" (func $time (param i32 i64 i32) (result i32)))
        (memory 1)
        (func (export "run") (result i32)
            (i32.ne (call $time (i32.const 0) (i64.const 1) (i32.const 8)) (i32.const 52))))"#;
    assert_eq!(run(wat::parse_str(code).unwrap(), b"").await, Ok(Vec::new()));
}

#[tokio::test]
async fn what_cannot_be_run_is_refused_when_it_is_read() {
    let refused = async |code: Vec<u8>| match Extensions::default().keep("it".into(), code).await {
        Err(Failure::Invalid(text)) => text,
        other => panic!("{other:?}"),
    };
    let foreign = wat::parse_str(r#"(module (import "env" "abort" (func)))"#).unwrap();
    assert_eq!(refused(foreign).await, "it imports `abort` of `env`, which no module is given");
    assert_eq!(refused(vec![0; (1 << 20) + 1]).await, "it has 1048577 bytes, 1048576 are possible");
    let rubbish = refused(b"no module at all".to_vec()).await;
    assert!(rubbish.contains("magic header"), "{rubbish}");
    let component = wat::parse_str("(component)").unwrap();
    assert!(!refused(component).await.is_empty());
    let mut cut = module(ECHO);
    cut.truncate(cut.len() - 10);
    assert!(!refused(cut).await.is_empty());
}

#[tokio::test]
async fn a_function_that_is_not_there_is_told() {
    let code = module(r#"(func (export "other")) (func (export "asks") (param i32))"#);
    let extensions = Extensions::default();
    extensions.keep("it".into(), code).await.unwrap();
    for name in ["run", "asks"] {
        let told = format!("it exports no function `{name}` without parameters");
        let answer = extensions.run("it", name.into(), Vec::new(), LIMITS).await;
        assert_eq!(answer, Err(Failure::Invalid(told)));
    }
    assert_eq!(extensions.run("nobody", "run".into(), Vec::new(), LIMITS).await, Err(Failure::Absent));
}

#[tokio::test]
async fn those_that_were_not_used_for_longest_make_room() {
    let large =
        wat::parse_str(format!(r#"(module (memory 16) (func (export "run")) (data "{}"))"#, "x".repeat(1 << 20 >> 1)));
    let (large, extensions) = (large.unwrap(), Extensions::default());
    for number in 0..17 {
        extensions.keep(number.to_string(), large.clone()).await.unwrap();
        assert_eq!(extensions.run("0", "run".into(), Vec::new(), LIMITS).await, Ok(Vec::new()));
    }
    assert_eq!(extensions.run("1", "run".into(), Vec::new(), LIMITS).await, Err(Failure::Absent));
    assert_eq!(extensions.run("16", "run".into(), Vec::new(), LIMITS).await, Ok(Vec::new()));
}

#[tokio::test]
async fn many_bad_runs_at_once_leave_the_process_as_it_was() {
    let extensions = std::sync::Arc::new(Extensions::default());
    let spin = module(r#"(func (export "run") (loop $again (br $again)))"#);
    extensions.keep("spin".into(), spin).await.unwrap();
    extensions.keep("echo".into(), module(ECHO)).await.unwrap();
    let runs = (0..8).map(|_| {
        let extensions = extensions.clone();
        tokio::spawn(async move { extensions.run("spin", "run".into(), Vec::new(), LIMITS).await })
    });
    for run in runs.collect::<Vec<_>>() {
        assert_eq!(run.await.unwrap(), Err(Failure::Overdue));
    }
    assert_eq!(extensions.run("echo", "run".into(), b"hello".to_vec(), LIMITS).await, Ok(b"hello".to_vec()));
}
