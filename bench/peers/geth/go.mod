module evmore/bench/geth

go 1.24

require github.com/ethereum/go-ethereum v1.17.10
