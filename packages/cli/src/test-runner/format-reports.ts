import { printable, type Styles } from "../terminal.js";
import type { CaseReport } from "./case-report.js";

/** The reports as go-ethereum prints them: a JSON array, indented by 2. */
export function formatReports(reports: readonly CaseReport[]): string {
	return JSON.stringify(reports, undefined, 2);
}

/** The reports for people: a line each, and a count. */
export function describeReports(reports: readonly CaseReport[], styles: Styles): string {
	const lines = reports.map((report) => describeReport(report, styles));
	const passed = reports.filter(({ pass }) => pass).length;
	return [...lines, "--", `${passed} tests passed, ${reports.length - passed} tests failed.`].join("\n");
}

export function describeReport(report: CaseReport, styles: Styles): string {
	const verdict = report.pass ? styles.green("PASS") : styles.red("FAIL");
	const fault = report.pass ? "" : `, err=${printable(report.error ?? "")}, fork=${printable(report.fork)}`;
	const bench =
		report.benchStats === undefined ? "" : `, ${report.benchStats.gasUsed} gas in ${report.benchStats.time / 1e6} ms`;
	const state = report.state === undefined ? "" : `\n${JSON.stringify(report.state, undefined, 2)}`;
	return `[${verdict}] ${printable(report.name)}${fault}${bench}${state}`;
}
