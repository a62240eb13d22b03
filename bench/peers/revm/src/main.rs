//! Runs benchmark programs on revm: reads one JSON value per line, answers each with one line.
//! `{"load": program}` → `{"status", "gasUsed", "output"}`; `{"run": n}` → `{"ns": nanoseconds per run}`.

use std::collections::BTreeMap;
use std::hint::black_box;
use std::io::{BufRead, Write};
use std::time::Instant;

use revm::context::result::{EVMError, ExecutionResult, HaltReason};
use revm::context::{BlockEnv, CfgEnv, ContextSetters, ContextTr, JournalTr, LocalContextTr, TxEnv};
use revm::database::{CacheDB, EmptyDB};
use revm::handler::{EthFrame, EvmTr, FrameResult, FrameTr, Handler, post_execution};
use revm::interpreter::{InitialAndFloorGas, interpreter::EthInterpreter};
use revm::primitives::{Address, B256, Bytes, TxKind, U256, hardfork::SpecId};
use revm::state::{AccountInfo, Bytecode};
use revm::{Context, MainBuilder, MainContext, MainnetEvm};
use serde::Deserialize;
use serde_json::{Value, json};

#[derive(Deserialize)]
struct Account {
    balance: U256,
    nonce: String,
    code: Bytes,
    storage: BTreeMap<U256, U256>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Block {
    number: U256,
    timestamp: U256,
    coinbase: Address,
    gas_limit: String,
    base_fee: String,
    prev_randao: B256,
}

#[derive(Deserialize)]
struct Program {
    fork: String,
    block: Block,
    accounts: BTreeMap<Address, Account>,
    from: Address,
    to: Address,
    data: Bytes,
    value: U256,
    gas: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum Question {
    Load(Box<Program>),
    Run(u64),
}

type Error = EVMError<std::convert::Infallible>;
type Machine = MainnetEvm<Context<BlockEnv, TxEnv, CfgEnv, CacheDB<EmptyDB>>>;

/// A transaction without its fixed cost, whose changes are taken back at the end: what is measured is the message call.
struct CallHandler;

impl Handler for CallHandler {
    type Evm = Machine;
    type Error = Error;
    type HaltReason = HaltReason;

    fn validate_initial_tx_gas(&self, _: &mut Machine) -> Result<InitialAndFloorGas, Error> {
        Ok(InitialAndFloorGas::new(0, 0))
    }

    fn reimburse_caller(&self, _: &mut Machine, _: &mut <EthFrame<EthInterpreter> as FrameTr>::FrameResult) -> Result<(), Error> {
        Ok(())
    }

    fn reward_beneficiary(&self, _: &mut Machine, _: &mut <EthFrame<EthInterpreter> as FrameTr>::FrameResult) -> Result<(), Error> {
        Ok(())
    }

    fn execution_result(
        &mut self,
        evm: &mut Machine,
        result: FrameResult,
        gas: revm::context::result::ResultGas,
    ) -> Result<ExecutionResult, Error> {
        let result = post_execution::output(evm.ctx(), result, gas);
        evm.ctx().journal_mut().discard_tx();
        evm.ctx().local_mut().clear();
        evm.frame_stack().clear();
        Ok(result)
    }
}

fn parse_u64(text: &str) -> Result<u64, String> {
    u64::from_str_radix(text.trim_start_matches("0x"), 16).map_err(|error| format!("{text}: {error}"))
}

fn make_machine(program: &Program) -> Result<Machine, String> {
    let mut database = CacheDB::new(EmptyDB::default());
    for (address, account) in &program.accounts {
        let info = AccountInfo {
            balance: account.balance,
            nonce: parse_u64(&account.nonce)?,
            ..AccountInfo::default()
        }
        .with_code(Bytecode::new_raw(account.code.clone()));
        database.insert_account_info(*address, info);
        for (slot, value) in &account.storage {
            database.insert_account_storage(*address, *slot, *value).map_err(|error| error.to_string())?;
        }
    }
    let spec = match program.fork.as_str() {
        "Prague" => SpecId::PRAGUE,
        "Osaka" => SpecId::OSAKA,
        other => return Err(format!("unknown fork {other}")),
    };
    let mut config = CfgEnv::new_with_spec(spec);
    config.disable_balance_check = true;
    config.disable_block_gas_limit = true;
    config.disable_nonce_check = true;
    config.disable_base_fee = true;
    config.disable_eip3607 = true;
    config.tx_gas_limit_cap = Some(u64::MAX);
    let block = BlockEnv {
        number: program.block.number,
        timestamp: program.block.timestamp,
        beneficiary: program.block.coinbase,
        gas_limit: parse_u64(&program.block.gas_limit)?,
        basefee: parse_u64(&program.block.base_fee)?,
        prevrandao: Some(program.block.prev_randao),
        ..BlockEnv::default()
    };
    let transaction = TxEnv {
        caller: program.from,
        kind: TxKind::Call(program.to),
        data: program.data.clone(),
        value: program.value,
        gas_limit: parse_u64(&program.gas)?,
        gas_price: 0,
        ..TxEnv::default()
    };
    let mut evm = Context::mainnet().with_db(database).with_cfg(config).with_block(block).build_mainnet();
    evm.ctx().set_tx(transaction);
    Ok(evm)
}

fn run_once(evm: &mut Machine) -> Result<ExecutionResult, String> {
    CallHandler.run(evm).map_err(|error| format!("{error:?}"))
}

fn describe(result: &ExecutionResult) -> Value {
    let status = match result {
        ExecutionResult::Success { .. } => "success",
        ExecutionResult::Revert { .. } => "revert",
        ExecutionResult::Halt { .. } => "halt",
    };
    let output = result.output().cloned().unwrap_or_default();
    json!({ "status": status, "gasUsed": result.gas().total_gas_spent(), "output": output })
}

fn answer(line: &str, loaded: &mut Option<Machine>) -> Result<Value, String> {
    match serde_json::from_str(line).map_err(|error| error.to_string())? {
        Question::Load(program) => {
            let mut evm = make_machine(&program)?;
            let result = run_once(&mut evm)?;
            if describe(&run_once(&mut evm)?) != describe(&result) {
                return Err("the second run differs from the first".to_string());
            }
            *loaded = Some(evm);
            Ok(describe(&result))
        }
        Question::Run(iterations) => {
            let evm = loaded.as_mut().ok_or("no program is loaded")?;
            let start = Instant::now();
            for _ in 0..iterations {
                black_box(run_once(evm)?);
            }
            Ok(json!({ "ns": start.elapsed().as_nanos() as f64 / iterations as f64 }))
        }
    }
}

fn main() {
    let mut loaded = None;
    for line in std::io::stdin().lock().lines() {
        let Ok(line) = line else { break };
        let value = answer(&line, &mut loaded).unwrap_or_else(|error| json!({ "error": error }));
        println!("{value}");
        let _ = std::io::stdout().flush();
    }
}
