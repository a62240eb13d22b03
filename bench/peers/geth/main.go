// Runs benchmark programs on go-ethereum: reads one JSON value per line, answers each with one line.
// {"load": program} → {"status", "gasUsed", "output"}; {"run": n} → {"ns": nanoseconds per run}.
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"os"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/core/state"
	"github.com/ethereum/go-ethereum/core/tracing"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/core/vm"
	"github.com/ethereum/go-ethereum/core/vm/runtime"
	"github.com/ethereum/go-ethereum/params"
	"github.com/holiman/uint256"
)

type account struct {
	Balance string            `json:"balance"`
	Nonce   string            `json:"nonce"`
	Code    hexutil.Bytes     `json:"code"`
	Storage map[string]string `json:"storage"`
}

type block struct {
	Number     string         `json:"number"`
	Timestamp  string         `json:"timestamp"`
	Coinbase   common.Address `json:"coinbase"`
	GasLimit   string         `json:"gasLimit"`
	BaseFee    string         `json:"baseFee"`
	PrevRandao common.Hash    `json:"prevRandao"`
}

type program struct {
	Fork     string                     `json:"fork"`
	Block    block                      `json:"block"`
	Accounts map[common.Address]account `json:"accounts"`
	From     common.Address             `json:"from"`
	To       common.Address             `json:"to"`
	Data     hexutil.Bytes              `json:"data"`
	Value    string                     `json:"value"`
	Gas      string                     `json:"gas"`
}

type question struct {
	Load *program `json:"load"`
	Run  int      `json:"run"`
}

type outcome struct {
	Status  string        `json:"status"`
	GasUsed uint64        `json:"gasUsed"`
	Output  hexutil.Bytes `json:"output"`
}

// machine is a loaded program: an EVM on a state, and the call.
type machine struct {
	program     *program
	evm         *vm.EVM
	state       *state.StateDB
	rules       params.Rules
	precompiles []common.Address
	gas         uint64
	value       *uint256.Int
}

func number(text string) *big.Int {
	value, ok := new(big.Int).SetString(text, 0)
	if !ok {
		panic(fmt.Sprintf("not a number: %s", text))
	}
	return value
}

func word(text string) common.Hash {
	return common.BigToHash(number(text))
}

func chainConfig(fork string) *params.ChainConfig {
	config := *params.MergedTestChainConfig
	switch fork {
	case "Prague":
		config.OsakaTime = nil
	case "Osaka":
	default:
		panic("unknown fork " + fork)
	}
	config.BPO1Time, config.BPO2Time = nil, nil
	return &config
}

// prepareState commits the accounts, so that what they hold is the state before the transaction.
func prepareState(accounts map[common.Address]account, rules params.Rules) *state.StateDB {
	database := state.NewDatabaseForTesting()
	statedb, err := state.New(types.EmptyRootHash, database)
	check(err)
	for address, account := range accounts {
		statedb.CreateAccount(address)
		statedb.SetBalance(address, uint256.MustFromBig(number(account.Balance)), tracing.BalanceChangeUnspecified)
		statedb.SetNonce(address, number(account.Nonce).Uint64(), tracing.NonceChangeUnspecified)
		statedb.SetCode(address, account.Code, tracing.CodeChangeUnspecified)
		for slot, value := range account.Storage {
			statedb.SetState(address, word(slot), word(value))
		}
	}
	root, err := statedb.Commit(rules, 0)
	check(err)
	committed, err := state.New(root, database)
	check(err)
	return committed
}

func load(program *program) *machine {
	config := chainConfig(program.Fork)
	random := program.Block.PrevRandao
	height, timestamp := number(program.Block.Number), number(program.Block.Timestamp).Uint64()
	rules := config.Rules(height, true, timestamp)
	statedb := prepareState(program.Accounts, rules)
	evm := runtime.NewEnv(&runtime.Config{
		ChainConfig: config,
		Origin:      program.From,
		Coinbase:    program.Block.Coinbase,
		BlockNumber: height,
		Time:        timestamp,
		GasLimit:    number(program.Block.GasLimit).Uint64(),
		GasPrice:    new(big.Int),
		Difficulty:  new(big.Int),
		BaseFee:     number(program.Block.BaseFee),
		BlobBaseFee: big.NewInt(1),
		Random:      &random,
		State:       statedb,
		GetHashFn:   func(uint64) common.Hash { return common.Hash{} },
	})
	return &machine{
		program:     program,
		evm:         evm,
		state:       statedb,
		rules:       rules,
		precompiles: vm.ActivePrecompiles(rules),
		gas:         number(program.Gas).Uint64(),
		value:       uint256.MustFromBig(number(program.Value)),
	}
}

// call makes the call as a transaction would, and takes its changes back.
func (m *machine) call() ([]byte, uint64, error) {
	snapshot := m.state.Snapshot()
	m.state.Prepare(m.rules, m.program.From, m.program.Block.Coinbase, &m.program.To, m.precompiles, nil)
	output, left, err := m.evm.Call(m.program.From, m.program.To, m.program.Data, vm.NewGasBudget(m.gas, 0), m.value)
	m.state.RevertToSnapshot(snapshot)
	return output, m.gas - left.ExecutionGas, err
}

func (m *machine) outcome() outcome {
	output, gasUsed, err := m.call()
	status := "success"
	if errors.Is(err, vm.ErrExecutionReverted) {
		status = "revert"
	} else if err != nil {
		status, output = "halt", nil
	}
	if output == nil {
		output = []byte{}
	}
	return outcome{status, gasUsed, output}
}

func answer(line []byte, loaded **machine) (reply any) {
	defer func() {
		if problem := recover(); problem != nil {
			reply = map[string]string{"error": fmt.Sprint(problem)}
		}
	}()
	var asked question
	check(json.Unmarshal(line, &asked))
	if asked.Load != nil {
		*loaded = load(asked.Load)
		return (*loaded).outcome()
	}
	start := time.Now()
	for range asked.Run {
		(*loaded).call()
	}
	return map[string]float64{"ns": float64(time.Since(start).Nanoseconds()) / float64(asked.Run)}
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}

func main() {
	scanner := bufio.NewScanner(os.Stdin)
	scanner.Buffer(nil, 1<<28)
	encoder := json.NewEncoder(os.Stdout)
	var loaded *machine
	for scanner.Scan() {
		check(encoder.Encode(answer(scanner.Bytes(), &loaded)))
	}
	check(scanner.Err())
}
