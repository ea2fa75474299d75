-- The limiter slows down where AWS says "too fast" below the rate it was given, and finds its way back (SYN-3).
alter table rate_budget
  add column pace double precision not null default 1 check (pace > 0 and pace <= 1),
  add column paced_at timestamptz not null default clock_timestamp();
