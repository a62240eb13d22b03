// One thread of `runShards`.
import { parentPort, workerData } from "node:worker_threads";
import { SmallCampaign, type SmallFailure } from "./campaign.js";
import { explainSmall } from "./explain.js";
import type { Shard, ShardMessage } from "./shards.js";

/** After so many differences it is clear that there are some. */
const maxFailures = 10;
const progressMs = 1000;

const { seed, first, step, end } = workerData as Shard;
const failures: SmallFailure[] = [];
const campaign = new SmallCampaign(seed, (failure) => failures.push(failure));

function tell(message: ShardMessage): void {
	parentPort!.postMessage(message);
}

let explained = 0;
let told = performance.now();
for (let number = first; number < end && explained < maxFailures; number += step) {
	campaign.run(number);
	for (const failure of failures.splice(0)) {
		if (explained++ < maxFailures) tell({ kind: "failure", text: await explainSmall(failure) });
	}
	if (performance.now() - told < progressMs) continue;
	told = performance.now();
	tell({ kind: "progress", counts: campaign.counts });
}
tell({ kind: "progress", counts: campaign.counts });
