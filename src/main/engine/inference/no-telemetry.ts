/**
 * Imported where threads and processes that compute are started. ONNX Runtime 1.30 reports its use to Microsoft unless it is told
 * not to before its first session: nothing that a person computes here is anybody else's business. What is set here is inherited
 * by child processes; in a thread it would not be seen, since a thread's process.env is a copy.
 */
process.env['ORT_DISABLE_TELEMETRY'] = '1';
