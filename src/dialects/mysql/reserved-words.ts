/**
 * Words that name a column only in backticks, as MySQL 9.7 lists them (`information_schema.KEYWORDS`), with those that are
 * reserved by MariaDB alone; without those that stand in expressions themselves.
 */
const words = `accessible add all alter analyze any asc asensitive before bigint blob both by call cascade change check
column condition constraint continue create cross cube cume_dist cursor database databases day_hour day_microsecond
day_minute day_second dec declare default delayed delete delete_domain_id dense_rank desc describe deterministic
distinctrow do_domain_ids drop dual each elseif empty enclosed escaped except exit explain external fetch first_value
float4 float8 force foreign fulltext function general generated get grant group grouping groups having high_priority
hour_microsecond hour_minute hour_second if ignore ignore_server_ids index infile inner inout insensitive insert int1
int2 int3 int4 int8 intersect into io_after_gtids io_before_gtids iterate join json_table key keys kill lag last_value
lateral lead leading leave left library limit linear lines load lock long longblob longtext loop low_priority
master_heartbeat_period match maxvalue mediumblob mediumint mediumtext middleint minute_microsecond minute_second
modifies natural no_write_to_binlog nth_value ntile numeric of offset optimize optimizer_costs option optionally order
out outer outfile over page_checksum parse_vcol_expr partition percent_rank precision primary procedure purge qualify
range rank read read_write reads recursive ref_system_id references release rename repeat replace require resignal
restrict return returning revoke right row row_number rows schema schemas second_microsecond select sensitive show
signal slow smallint spatial specific sql sql_big_result sql_calc_found_rows sql_small_result sqlexception sqlstate
sqlwarning ssl starting stats_auto_recalc stats_persistent stats_sample_pages stored straight_join system table
tablesample terminated tinyblob tinyint tinytext to trailing trigger undo union unique unlock update usage use values
varbinary varchar varcharacter varying virtual where while window with write year_month zerofill`;

const reserved = new Set(words.split(/\s+/));

export const isReserved = (word: string): boolean => reserved.has(word.toLowerCase());
