/** A parameter of a function, event or error, as ABI JSON has it. */
export interface AbiParameter {
	readonly type: string;
	readonly name?: string;
	/** Of a tuple. */
	readonly components?: readonly AbiParameter[];
	/** Of an event. */
	readonly indexed?: boolean;
}

/** An entry of a contract's ABI, as ABI JSON has it. */
export interface AbiItem {
	readonly type: string;
	readonly name?: string;
	readonly inputs?: readonly AbiParameter[];
	readonly outputs?: readonly AbiParameter[];
	readonly anonymous?: boolean;
}

export type Abi = readonly AbiItem[];

/** Values as `ox` takes and gives them; tuples are arrays here. */
export type AbiValue = string | boolean | number | bigint | readonly AbiValue[];

/** `uint256`, `(address,bool)[]`: the type as it stands in a signature. */
export function formatType({ type, components }: AbiParameter): string {
	if (!type.startsWith("tuple")) return type;
	return `(${(components ?? []).map(formatType).join(",")})${type.slice("tuple".length)}`;
}

/** `transfer(address,uint256)`. */
export function formatSignature(item: AbiItem): string {
	return `${item.name ?? item.type}(${(item.inputs ?? []).map(formatType).join(",")})`;
}

/** The type of the elements of an array and its fixed length, if it has one; undefined for what is no array. */
export function elementOf(parameter: AbiParameter): { element: AbiParameter; length: number | undefined } | undefined {
	const match = /^(.*)\[(\d*)\]$/s.exec(parameter.type);
	if (match === null) return undefined;
	const { components } = parameter;
	const element: AbiParameter = { type: match[1]!, ...(components !== undefined && { components }) };
	return { element, length: match[2] === "" ? undefined : Number(match[2]) };
}

/** Whether the value lies behind an offset in the encoding, so that an indexed one is stored as a hash. */
export function isDynamic(parameter: AbiParameter): boolean {
	const array = elementOf(parameter);
	if (array !== undefined) return array.length === undefined || isDynamic(array.element);
	if (parameter.type === "tuple") return (parameter.components ?? []).some(isDynamic);
	return parameter.type === "string" || parameter.type === "bytes";
}

/** Without names: `ox` then gives tuples as arrays, in order. */
export function withoutNames(parameters: readonly AbiParameter[]): AbiParameter[] {
	return parameters.map(({ type, components }) => ({
		type,
		...(components !== undefined && { components: withoutNames(components) }),
	}));
}
