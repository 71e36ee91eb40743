-- A changed password unties every browser from its account: until somebody signs in all the way again it is counted as any
-- other. That it was here before is still known, so that its owner is not told of a stranger.
alter table known_browser add column tied boolean not null default true;
