import type { Eip } from "../eip.js";
import { eip2 } from "./eip2.js";
import { eip7 } from "./eip7.js";
import { eip100 } from "./eip100.js";
import { eip140 } from "./eip140.js";
import { eip145 } from "./eip145.js";
import { eip150 } from "./eip150.js";
import { eip152 } from "./eip152.js";
import { eip155 } from "./eip155.js";
import { eip160 } from "./eip160.js";
import { eip161 } from "./eip161.js";
import { eip170 } from "./eip170.js";
import { eip196 } from "./eip196.js";
import { eip197 } from "./eip197.js";
import { eip198 } from "./eip198.js";
import { eip211 } from "./eip211.js";
import { eip214 } from "./eip214.js";
import { eip649 } from "./eip649.js";
import { eip658 } from "./eip658.js";
import { eip779 } from "./eip779.js";
import { eip1014 } from "./eip1014.js";
import { eip1052 } from "./eip1052.js";
import { eip1108 } from "./eip1108.js";
import { eip1153 } from "./eip1153.js";
import { eip1234 } from "./eip1234.js";
import { eip1283 } from "./eip1283.js";
import { eip1344 } from "./eip1344.js";
import { eip1559 } from "./eip1559.js";
import { eip1716 } from "./eip1716.js";
import { eip1884 } from "./eip1884.js";
import { eip2028 } from "./eip2028.js";
import { eip2200 } from "./eip2200.js";
import { eip2384 } from "./eip2384.js";
import { eip2537 } from "./eip2537.js";
import { eip2565 } from "./eip2565.js";
import { eip2681 } from "./eip2681.js";
import { eip2718 } from "./eip2718.js";
import { eip2929 } from "./eip2929.js";
import { eip2930 } from "./eip2930.js";
import { eip2935 } from "./eip2935.js";
import { eip3198 } from "./eip3198.js";
import { eip3529 } from "./eip3529.js";
import { eip3541 } from "./eip3541.js";
import { eip3554 } from "./eip3554.js";
import { eip3607 } from "./eip3607.js";
import { eip3651 } from "./eip3651.js";
import { eip3675 } from "./eip3675.js";
import { eip3855 } from "./eip3855.js";
import { eip3860 } from "./eip3860.js";
import { eip4345 } from "./eip4345.js";
import { eip4399 } from "./eip4399.js";
import { eip4788 } from "./eip4788.js";
import { eip4844 } from "./eip4844.js";
import { eip4895 } from "./eip4895.js";
import { eip5133 } from "./eip5133.js";
import { eip5656 } from "./eip5656.js";
import { eip6110 } from "./eip6110.js";
import { eip6780 } from "./eip6780.js";
import { eip7002 } from "./eip7002.js";
import { eip7251 } from "./eip7251.js";
import { eip7516 } from "./eip7516.js";
import { eip7594 } from "./eip7594.js";
import { eip7610 } from "./eip7610.js";
import { eip7623 } from "./eip7623.js";
import { eip7685 } from "./eip7685.js";
import { eip7691 } from "./eip7691.js";
import { eip7702 } from "./eip7702.js";
import { eip7823 } from "./eip7823.js";
import { eip7825 } from "./eip7825.js";
import { eip7883 } from "./eip7883.js";
import { eip7892 } from "./eip7892.js";
import { eip7918 } from "./eip7918.js";
import { eip7934 } from "./eip7934.js";
import { eip7935 } from "./eip7935.js";
import { eip7939 } from "./eip7939.js";
import { eip7951 } from "./eip7951.js";
import { eip8024 } from "./eip8024.js";

/** Every EIP that the rules know, by number. */
export const eips: ReadonlyMap<number, Eip> = new Map(
	[
		eip2,
		eip7,
		eip100,
		eip140,
		eip145,
		eip150,
		eip152,
		eip155,
		eip160,
		eip161,
		eip170,
		eip196,
		eip197,
		eip198,
		eip211,
		eip214,
		eip649,
		eip658,
		eip779,
		eip1014,
		eip1052,
		eip1108,
		eip1153,
		eip1234,
		eip1283,
		eip1344,
		eip1559,
		eip1716,
		eip1884,
		eip2028,
		eip2200,
		eip2384,
		eip2537,
		eip2565,
		eip2681,
		eip2718,
		eip2929,
		eip2930,
		eip2935,
		eip3198,
		eip3529,
		eip3541,
		eip3554,
		eip3607,
		eip3651,
		eip3675,
		eip3855,
		eip3860,
		eip4345,
		eip4399,
		eip4788,
		eip4844,
		eip4895,
		eip5133,
		eip5656,
		eip6110,
		eip6780,
		eip7002,
		eip7251,
		eip7516,
		eip7594,
		eip7610,
		eip7623,
		eip7685,
		eip7691,
		eip7702,
		eip7823,
		eip7825,
		eip7883,
		eip7892,
		eip7918,
		eip7934,
		eip7935,
		eip7939,
		eip7951,
		eip8024,
	].map((eip) => [eip.number, eip] as const),
);
