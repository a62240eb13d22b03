export default { networks: {} };
