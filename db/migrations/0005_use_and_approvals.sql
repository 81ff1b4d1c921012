CREATE TABLE `feeds` (
	`id` integer PRIMARY KEY NOT NULL,
	`person_id` integer NOT NULL,
	`kind` text NOT NULL,
	`resource_id` integer,
	`lab_id` integer,
	`token_hash` text NOT NULL,
	`created_at` integer NOT NULL,
	`last_read_at` integer,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`resource_id`) REFERENCES `resources`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`lab_id`) REFERENCES `labs`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "feeds_kind" CHECK("feeds"."kind" IN ('me', 'resource', 'lab', 'approvals'))
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `feeds_token_hash_unique` ON `feeds` (`token_hash`);--> statement-breakpoint
CREATE INDEX `feeds_by_person` ON `feeds` (`person_id`);--> statement-breakpoint
CREATE TABLE `deputyships` (
	`id` integer PRIMARY KEY NOT NULL,
	`lab_id` integer NOT NULL,
	`person_id` integer NOT NULL,
	`start_at` integer NOT NULL,
	`end_at` integer NOT NULL,
	`named_by_id` integer NOT NULL,
	FOREIGN KEY (`lab_id`) REFERENCES `labs`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`named_by_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "deputyships_span" CHECK("deputyships"."end_at" > "deputyships"."start_at")
) STRICT;
--> statement-breakpoint
CREATE INDEX `deputyships_by_lab` ON `deputyships` (`lab_id`);--> statement-breakpoint
CREATE INDEX `deputyships_by_person` ON `deputyships` (`person_id`);--> statement-breakpoint
CREATE TABLE `misses` (
	`id` integer PRIMARY KEY NOT NULL,
	`reservation_id` integer NOT NULL,
	`person_id` integer NOT NULL,
	`resource_id` integer NOT NULL,
	`kind` text NOT NULL,
	`at` integer NOT NULL,
	`excused_by_id` integer,
	`excused_at` integer,
	`excuse` text,
	FOREIGN KEY (`reservation_id`) REFERENCES `reservations`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`resource_id`) REFERENCES `resources`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`excused_by_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "misses_kind" CHECK("misses"."kind" IN ('no-show', 'late-cancellation'))
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `misses_reservation_id_unique` ON `misses` (`reservation_id`);--> statement-breakpoint
CREATE INDEX `misses_by_person` ON `misses` (`person_id`,`at`);--> statement-breakpoint
CREATE TABLE `reminders` (
	`id` integer PRIMARY KEY NOT NULL,
	`reservation_id` integer NOT NULL,
	`person_id` integer NOT NULL,
	`kind` text NOT NULL,
	`at` integer NOT NULL,
	FOREIGN KEY (`reservation_id`) REFERENCES `reservations`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `reminders_once` ON `reminders` (`reservation_id`,`kind`,`person_id`);--> statement-breakpoint
CREATE TABLE `reservation_messages` (
	`id` integer PRIMARY KEY NOT NULL,
	`reservation_id` integer NOT NULL,
	`person_id` integer NOT NULL,
	`text` text NOT NULL,
	`at` integer NOT NULL,
	FOREIGN KEY (`reservation_id`) REFERENCES `reservations`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE INDEX `reservation_messages_by_reservation` ON `reservation_messages` (`reservation_id`);--> statement-breakpoint
CREATE TABLE `reservation_votes` (
	`id` integer PRIMARY KEY NOT NULL,
	`reservation_id` integer NOT NULL,
	`lab_id` integer,
	`person_id` integer NOT NULL,
	`reason` text,
	`at` integer NOT NULL,
	FOREIGN KEY (`reservation_id`) REFERENCES `reservations`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`lab_id`) REFERENCES `labs`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE INDEX `reservation_votes_by_reservation` ON `reservation_votes` (`reservation_id`);--> statement-breakpoint
CREATE TABLE `documents` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`resource_id` integer NOT NULL,
	`fault_id` integer,
	`outage_id` integer,
	`name` text NOT NULL,
	`media_type` text NOT NULL,
	`content` blob NOT NULL,
	`created_by_id` integer NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`resource_id`) REFERENCES `resources`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`fault_id`) REFERENCES `faults`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`outage_id`) REFERENCES `outages`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`created_by_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE INDEX `documents_by_resource` ON `documents` (`resource_id`);--> statement-breakpoint
CREATE INDEX `documents_by_fault` ON `documents` (`fault_id`);--> statement-breakpoint
CREATE INDEX `documents_by_outage` ON `documents` (`outage_id`);--> statement-breakpoint
CREATE TABLE `fault_notes` (
	`id` integer PRIMARY KEY NOT NULL,
	`fault_id` integer NOT NULL,
	`person_id` integer NOT NULL,
	`text` text NOT NULL,
	`state` text,
	`at` integer NOT NULL,
	FOREIGN KEY (`fault_id`) REFERENCES `faults`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE INDEX `fault_notes_by_fault` ON `fault_notes` (`fault_id`);--> statement-breakpoint
CREATE TABLE `faults` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`resource_id` integer NOT NULL,
	`reporter_id` integer NOT NULL,
	`severity` text NOT NULL,
	`words` text NOT NULL,
	`state` text DEFAULT 'open' NOT NULL,
	`merged_into_id` integer,
	`outage_id` integer,
	`created_at` integer NOT NULL,
	`resolved_at` integer,
	FOREIGN KEY (`resource_id`) REFERENCES `resources`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`reporter_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`merged_into_id`) REFERENCES `faults`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`outage_id`) REFERENCES `outages`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "faults_severity" CHECK("faults"."severity" IN ('note', 'limits', 'stops')),
	CONSTRAINT "faults_state" CHECK("faults"."state" IN ('open', 'acknowledged', 'resolved', 'merged'))
) STRICT;
--> statement-breakpoint
CREATE INDEX `faults_by_resource` ON `faults` (`resource_id`,`created_at`);--> statement-breakpoint
CREATE TABLE `log_mappings` (
	`id` integer PRIMARY KEY NOT NULL,
	`resource_id` integer NOT NULL,
	`name` text NOT NULL,
	`columns` text NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`resource_id`) REFERENCES `resources`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `log_mappings_once` ON `log_mappings` (`resource_id`,`name`);--> statement-breakpoint
CREATE TABLE `outage_rules` (
	`id` integer PRIMARY KEY NOT NULL,
	`resource_id` integer NOT NULL,
	`start_local` text NOT NULL,
	`duration_minutes` integer NOT NULL,
	`rrule` text NOT NULL,
	`created_by_id` integer,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`resource_id`) REFERENCES `resources`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`created_by_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "outage_rules_length" CHECK("outage_rules"."duration_minutes" > 0)
) STRICT;
--> statement-breakpoint
CREATE INDEX `outage_rules_by_resource` ON `outage_rules` (`resource_id`);--> statement-breakpoint
ALTER TABLE `outbox` ADD `read_at` integer;--> statement-breakpoint
ALTER TABLE `people` ADD `preferences` text DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE `people` ADD `mail_refused_at` integer;--> statement-breakpoint
ALTER TABLE `usages` ADD `source` text DEFAULT 'steward' NOT NULL;--> statement-breakpoint
ALTER TABLE `usages` ADD `created_by_id` integer REFERENCES people(id);--> statement-breakpoint
ALTER TABLE `usages` ADD `reason` text;--> statement-breakpoint
ALTER TABLE `usages` ADD `import_key` text;--> statement-breakpoint
CREATE UNIQUE INDEX `usages_imported_once` ON `usages` (`resource_id`,`import_key`) WHERE import_key IS NOT NULL;--> statement-breakpoint
ALTER TABLE `outages` ADD `work_log` text;--> statement-breakpoint
ALTER TABLE `outages` ADD `done_by_id` integer REFERENCES people(id);--> statement-breakpoint
ALTER TABLE `outages` ADD `rule_id` integer REFERENCES outage_rules(id);--> statement-breakpoint
CREATE INDEX `outages_by_rule` ON `outages` (`rule_id`) WHERE rule_id IS NOT NULL;--> statement-breakpoint
ALTER TABLE `resources` ADD `label_code` text;--> statement-breakpoint
CREATE UNIQUE INDEX `resources_label_code_unique` ON `resources` (`label_code`);--> statement-breakpoint
UPDATE `resources` SET `label_code` = lower(hex(randomblob(5)));