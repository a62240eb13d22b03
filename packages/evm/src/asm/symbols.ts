import { nearestName } from "../spec/nearest-name.js";
import type { AssemblyError } from "./assembly-error.js";
import type { Expression, NameItem } from "./expression.js";
import { evaluateExpression } from "./expression.js";
import type { SourceText, Span } from "./source-text.js";
import type { ConstantStatement, Statement } from "./statement.js";

interface ConstantSymbol {
	readonly kind: "constant";
	readonly statement: ConstantStatement;
	readonly span: Span;
	dependsOnLabels: boolean;
}

interface LabelSymbol {
	readonly kind: "label";
	readonly span: Span;
	/** Bytes from the beginning of the code; changes until the layout is settled. */
	offset: number;
}

/** The names of a source: labels, whose offsets the layout sets, and constants, computed from them. */
export class Symbols {
	readonly #source: SourceText;
	readonly #symbols: Map<string, ConstantSymbol | LabelSymbol> = new Map();
	/** Constants in an order in which each comes after those it uses. */
	#ordered: ConstantSymbol[] = [];
	readonly #values: Map<string, bigint | AssemblyError> = new Map();

	/** Collects the names of `statements`. Throws AssemblyError for one defined twice and for constants in a circle. */
	constructor(source: SourceText, statements: readonly Statement[]) {
		this.#source = source;
		for (const statement of statements) {
			if (statement.kind !== "label" && statement.kind !== "constant") continue;
			const { name, span } = statement;
			const earlier = this.#symbols.get(name);
			if (earlier !== undefined) {
				const hint = `The first definition, of a ${earlier.kind}, is in line ${source.error("", earlier.span).line}.`;
				throw source.error(`${source.quote(span)} is defined twice`, span, hint);
			}
			if (statement.kind === "label") this.#symbols.set(name, { kind: "label", span, offset: 0 });
			else this.#symbols.set(name, { kind: "constant", statement, span, dependsOnLabels: false });
		}
		this.#orderConstants();
	}

	setLabel(name: string, offset: number): void {
		(this.#symbols.get(name) as LabelSymbol).offset = offset;
	}

	/** Computes the constants anew. Call it after the labels have moved. */
	refreshConstants(onlyIfMoving: boolean): void {
		for (const { statement, dependsOnLabels } of this.#ordered) {
			if (onlyIfMoving && !dependsOnLabels) continue;
			this.#values.set(statement.name, this.#tryEvaluate(statement.expression));
		}
	}

	/** Whether the value can change when code moves. Throws AssemblyError for a name that is not defined. */
	dependsOnLabels(expression: Expression): boolean {
		let depends = false;
		for (const item of expression.items) {
			if (item.kind !== "name") continue;
			const symbol = this.#resolve(item);
			if (symbol.kind === "label" || symbol.dependsOnLabels) depends = true;
		}
		return depends;
	}

	/** The value with the labels where they are now. Throws AssemblyError. */
	evaluate(expression: Expression): bigint {
		return evaluateExpression(this.#source, expression, (item) => {
			const symbol = this.#resolve(item);
			if (symbol.kind === "label") return BigInt(symbol.offset);
			const value = this.#values.get(item.name)!;
			if (typeof value === "bigint") return value;
			throw value;
		});
	}

	/** Throws the AssemblyError of the first constant that has no value, used or not. */
	checkConstants(): void {
		for (const value of this.#values.values()) if (typeof value !== "bigint") throw value;
	}

	#tryEvaluate(expression: Expression): bigint | AssemblyError {
		try {
			return this.evaluate(expression);
		} catch (error) {
			return error as AssemblyError;
		}
	}

	#resolve(item: NameItem): ConstantSymbol | LabelSymbol {
		const symbol = this.#symbols.get(item.name);
		const source = this.#source;
		if (symbol === undefined) {
			const known = [...this.#symbols].filter(([, { kind }]) => kind === "label" || !item.isLabel);
			const nearest = nearestName(
				item.name,
				known.map(([name]) => name),
			);
			const kind = item.isLabel ? "label" : "name";
			const hint = nearest === undefined ? undefined : `Did you mean ${item.isLabel ? "@" : ""}${nearest}?`;
			throw source.error(`the ${kind} ${source.quote(item)} is not defined`, item, hint);
		}
		if (item.isLabel && symbol.kind === "constant") {
			const hint = "Constants are written without @.";
			throw source.error(`${source.quote(item)} is a constant, not a label`, item, hint);
		}
		return symbol;
	}

	/** Depth-first with a stack of its own: a chain of constants may be long. */
	#orderConstants(): void {
		const state = new Map<ConstantSymbol, "open" | "done">();
		for (const root of this.#symbols.values()) {
			if (root.kind !== "constant" || state.has(root)) continue;
			state.set(root, "open");
			const path: { symbol: ConstantSymbol; next: number }[] = [{ symbol: root, next: 0 }];
			while (path.length > 0) {
				const top = path[path.length - 1]!;
				const item = top.symbol.statement.expression.items[top.next++];
				if (item === undefined) {
					state.set(top.symbol, "done");
					this.#ordered.push(top.symbol);
					path.pop();
					const user = path[path.length - 1];
					if (user !== undefined && top.symbol.dependsOnLabels) user.symbol.dependsOnLabels = true;
				} else if (item.kind === "name") {
					const used = this.#resolve(item);
					if (used.kind === "label") top.symbol.dependsOnLabels = true;
					else if (state.get(used) === "done") top.symbol.dependsOnLabels ||= used.dependsOnLabels;
					else if (state.get(used) === "open") {
						throw this.#source.error(`the constant ${this.#source.quote(item)} is defined by itself`, item);
					} else {
						state.set(used, "open");
						path.push({ symbol: used, next: 0 });
					}
				}
			}
		}
	}
}
