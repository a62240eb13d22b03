import type { Random } from "../differential/random.js";

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Values that codecs have to see through. */
const oddities: readonly Json[] = [
	null,
	true,
	false,
	0,
	-1,
	1.5,
	1e308,
	2 ** 53,
	"",
	"0x",
	"0x0",
	"0x00",
	"0x1",
	"0x01",
	"0X1",
	"0xg",
	"1",
	"latest",
	"pending",
	"earliest",
	"safe",
	"finalized",
	"__proto__",
	`0x${"f".repeat(16)}`,
	`0x${"f".repeat(40)}`,
	`0x${"f".repeat(64)}`,
	`0x${"f".repeat(65)}`,
	`0x${"00".repeat(2000)}`,
	"\ud800",
	"\u0000",
	[],
	[[]],
	{},
	{ from: "0x0", to: [] },
	{ __proto__: null, blockHash: "0x", requireCanonical: 1 },
];

/** A request changed in one to three places, as text; now and then no JSON any more. */
export function mutateRequest(text: string, methods: readonly string[], random: Random): string {
	if (random.chance(10)) return mutateText(text, random);
	let request = JSON.parse(text) as Json;
	for (let i = random.below(3); i >= 0; i--) request = mutateValue(request, methods, random);
	return random.chance(95) ? JSON.stringify(request) : mutateText(JSON.stringify(request), random);
}

function mutateText(text: string, random: Random): string {
	const at = random.below(text.length + 1);
	switch (random.below(4)) {
		case 0:
			return text.slice(0, at);
		case 1:
			return text.slice(0, at) + text.slice(at + 1 + random.below(5));
		case 2:
			return `${text.slice(0, at)}${String.fromCharCode(random.below(256))}${text.slice(at)}`;
		default:
			return text.slice(0, at) + text.slice(random.below(text.length));
	}
}

function mutateValue(value: Json, methods: readonly string[], random: Random): Json {
	if (Array.isArray(value)) {
		const copy = [...value];
		if (copy.length === 0 || random.chance(15)) copy.splice(random.below(copy.length + 1), 0, random.pick(oddities));
		else if (random.chance(20)) copy.splice(random.below(copy.length), 1);
		else {
			const index = random.below(copy.length);
			copy[index] = mutateValue(copy[index]!, methods, random);
		}
		return copy;
	}
	if (typeof value === "object" && value !== null) {
		const copy: { [key: string]: Json } = { ...value };
		const keys = Object.keys(copy);
		if (keys.length === 0) return random.pick(oddities);
		const key = "params" in copy && random.chance(80) ? "params" : random.pick(keys);
		if (key === "method" && random.chance(90)) copy.method = random.pick(methods);
		else if (random.chance(15)) delete copy[key];
		else if (random.chance(10)) copy[`${key}${random.below(10)}`] = random.pick(oddities);
		else copy[key] = mutateValue(copy[key]!, methods, random);
		return copy;
	}
	if (typeof value === "string" && value.startsWith("0x") && random.chance(50)) {
		const at = 2 + random.below(value.length - 1);
		return random.chance(50)
			? value.slice(0, at) + "0123456789abcdef"[random.below(16)]! + value.slice(at + 1)
			: value.slice(0, at);
	}
	return random.pick(oddities);
}
