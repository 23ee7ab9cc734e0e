/** `make test-sandbox` sets it: everything, on every Python and host, as often as it takes. */
export const isWhole = process.env['PYPLOTS_TEST_SANDBOX'] === 'all'
