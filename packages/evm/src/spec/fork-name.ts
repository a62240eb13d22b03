/** The forks of Ethereum's execution layer in the order they follow each other. */
export const forkNames = [
	"Frontier",
	"Homestead",
	"DAO",
	"TangerineWhistle",
	"SpuriousDragon",
	"Byzantium",
	"Constantinople",
	"Petersburg",
	"Istanbul",
	"MuirGlacier",
	"Berlin",
	"London",
	"ArrowGlacier",
	"GrayGlacier",
	"Paris",
	"Shanghai",
	"Cancun",
	"Prague",
	"Osaka",
	"BPO1",
	"BPO2",
	"BPO3",
	"BPO4",
] as const;

export type ForkName = (typeof forkNames)[number];

/** The rules that are meant when none are named: those of mainnet today, blob parameters aside. */
export const defaultForkName: ForkName = "Osaka";
