type KzgModule = typeof import("ox/wasm/Kzg");
type KzgFunctions = Awaited<ReturnType<KzgModule["create"]>>;

let loading: Promise<KzgFunctions> | undefined;

/** The KZG functions over the setup of mainnet, loaded when first needed: they take a second and some megabytes. */
export function loadKzg(): Promise<KzgFunctions> {
	loading ??= load();
	return loading;
}

async function load(): Promise<KzgFunctions> {
	// Not "ox/trusted-setups": it imports `node:path`, which browsers do not have.
	const [{ create }, { mainnet }] = await Promise.all([import("ox/wasm/Kzg"), import("ox/trusted-setups/Setups")]);
	return create({ trustedSetup: mainnet });
}
