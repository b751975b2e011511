-- How many pairs of a run are in which state, and whether any of it can be tried again, without reading the pairs themselves.
CREATE INDEX run_item_state ON run_item (run_id, role, state, error_code);
