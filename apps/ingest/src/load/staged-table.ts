/**
 * Records that need a parent are copied to a staging table of the session first, so that one INSERT … SELECT can find
 * all parents at once. The table has the columns of the data's own table and empties itself with the transaction.
 */
export function stagedTable(
  target: string,
  columns: readonly string[],
): { table: string; createStaging: string } {
  const table = `staging_${target}`;
  return {
    table,
    createStaging: `
      CREATE TEMP TABLE IF NOT EXISTS ${table} ON COMMIT DELETE ROWS
      AS SELECT source_file_id, record_number, ${columns.join(', ')} FROM ${target} WITH NO DATA`,
  };
}
