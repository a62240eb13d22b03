/**
 * The secret of the ceremony times the generator of G2, compressed: `g2_monomial[1]` of the setup that mainnet uses for
 * EIP-4844 (ethereum/consensus-specs, presets/mainnet/trusted_setups/trusted_setup_4096.json). Verifying a proof needs no
 * other point of the setup.
 */
export const tauG2: string =
	"b5bfd7dd8cdeb128843bc287230af38926187075cbfbefa81009a2ce615ac53d2914e5870cb452d2afaaab24f3499f72185cbfee53492714734429b7b38608e23926c911cceceac9a36851477ba4c60b087041de621000edc98edada20c1def2";
