import type { Chain } from "../chain.js";
import { holesky } from "./holesky.js";
import { hoodi } from "./hoodi.js";
import { mainnet } from "./mainnet.js";
import { sepolia } from "./sepolia.js";

export { holesky, hoodi, mainnet, sepolia };

/** The networks whose schedules are known. */
export const chains: readonly Chain[] = [mainnet, sepolia, holesky, hoodi];
