CREATE TABLE `holds` (
	`id` integer PRIMARY KEY NOT NULL,
	`resource_id` integer NOT NULL,
	`person_id` integer NOT NULL,
	`start_at` integer NOT NULL,
	`end_at` integer NOT NULL,
	`units` integer DEFAULT 1 NOT NULL,
	`expires_at` integer NOT NULL,
	`waiting_entry_id` integer,
	FOREIGN KEY (`resource_id`) REFERENCES `resources`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`waiting_entry_id`) REFERENCES `waiting_entries`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "holds_span" CHECK("holds"."end_at" > "holds"."start_at"),
	CONSTRAINT "holds_units" CHECK("holds"."units" > 0)
) STRICT;
--> statement-breakpoint
CREATE INDEX `holds_by_resource` ON `holds` (`resource_id`,`start_at`);--> statement-breakpoint
CREATE INDEX `holds_by_expiry` ON `holds` (`expires_at`);--> statement-breakpoint
CREATE UNIQUE INDEX `holds_one_per_form` ON `holds` (`person_id`) WHERE waiting_entry_id IS NULL;--> statement-breakpoint
CREATE UNIQUE INDEX `holds_one_per_entry` ON `holds` (`waiting_entry_id`) WHERE waiting_entry_id IS NOT NULL;--> statement-breakpoint
CREATE TABLE `reservation_parts` (
	`id` integer PRIMARY KEY NOT NULL,
	`reservation_id` integer NOT NULL,
	`resource_id` integer NOT NULL,
	`units` integer DEFAULT 1 NOT NULL,
	FOREIGN KEY (`reservation_id`) REFERENCES `reservations`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`resource_id`) REFERENCES `resources`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "reservation_parts_units" CHECK("reservation_parts"."units" > 0)
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `reservation_parts_once` ON `reservation_parts` (`reservation_id`,`resource_id`);--> statement-breakpoint
CREATE INDEX `reservation_parts_by_resource` ON `reservation_parts` (`resource_id`);--> statement-breakpoint
CREATE TABLE `series` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`resource_id` integer NOT NULL,
	`requester_id` integer NOT NULL,
	`organisation_id` integer NOT NULL,
	`project_id` integer,
	`title` text NOT NULL,
	`purpose` text NOT NULL,
	`note` text,
	`units` integer DEFAULT 1 NOT NULL,
	`time_zone` text NOT NULL,
	`start_local` text NOT NULL,
	`duration_minutes` integer NOT NULL,
	`rrule` text NOT NULL,
	`exdates` text DEFAULT '[]' NOT NULL,
	`rdates` text DEFAULT '[]' NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	`calendar_sequence` integer DEFAULT 0 NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`resource_id`) REFERENCES `resources`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`requester_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`organisation_id`) REFERENCES `organisations`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`project_id`) REFERENCES `projects`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "series_purpose" CHECK("series"."purpose" IN ('teaching', 'own_research', 'collaborative_research', 'knowledge_transfer', 'contract_research', 'service', 'rental', 'maintenance', 'staff_training')),
	CONSTRAINT "series_length" CHECK("series"."duration_minutes" > 0),
	CONSTRAINT "series_units" CHECK("series"."units" > 0)
) STRICT;
--> statement-breakpoint
CREATE INDEX `series_by_requester` ON `series` (`requester_id`);--> statement-breakpoint
CREATE INDEX `series_by_resource` ON `series` (`resource_id`);--> statement-breakpoint
CREATE TABLE `series_skips` (
	`id` integer PRIMARY KEY NOT NULL,
	`series_id` integer NOT NULL,
	`occurrence_local` text NOT NULL,
	`reason` text NOT NULL,
	FOREIGN KEY (`series_id`) REFERENCES `series`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "series_skips_reason" CHECK("series_skips"."reason" IN ('chosen', 'conflict', 'closed', 'violation'))
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `series_skips_once` ON `series_skips` (`series_id`,`occurrence_local`);--> statement-breakpoint
CREATE TABLE `training_attendees` (
	`id` integer PRIMARY KEY NOT NULL,
	`session_id` integer NOT NULL,
	`person_id` integer NOT NULL,
	`request_id` integer,
	FOREIGN KEY (`session_id`) REFERENCES `training_sessions`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`request_id`) REFERENCES `training_requests`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `training_attendees_once` ON `training_attendees` (`session_id`,`person_id`);--> statement-breakpoint
CREATE INDEX `training_attendees_by_person` ON `training_attendees` (`person_id`);--> statement-breakpoint
CREATE TABLE `training_sessions` (
	`id` integer PRIMARY KEY NOT NULL,
	`reservation_id` integer NOT NULL,
	`places` integer NOT NULL,
	`level` text NOT NULL,
	FOREIGN KEY (`reservation_id`) REFERENCES `reservations`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "training_sessions_places" CHECK("training_sessions"."places" > 0),
	CONSTRAINT "training_sessions_level" CHECK("training_sessions"."level" IN ('trainee', 'supervised', 'independent'))
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `training_sessions_reservation_id_unique` ON `training_sessions` (`reservation_id`);--> statement-breakpoint
CREATE TABLE `waiting_entries` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`resource_id` integer NOT NULL,
	`person_id` integer NOT NULL,
	`organisation_id` integer NOT NULL,
	`start_at` integer NOT NULL,
	`end_at` integer NOT NULL,
	`duration_minutes` integer,
	`units` integer DEFAULT 1 NOT NULL,
	`state` text DEFAULT 'waiting' NOT NULL,
	`created_at` integer NOT NULL,
	`ended_at` integer,
	FOREIGN KEY (`resource_id`) REFERENCES `resources`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`organisation_id`) REFERENCES `organisations`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "waiting_entries_state" CHECK("waiting_entries"."state" IN ('waiting', 'offered', 'served', 'left', 'expired')),
	CONSTRAINT "waiting_entries_span" CHECK("waiting_entries"."end_at" > "waiting_entries"."start_at"),
	CONSTRAINT "waiting_entries_units" CHECK("waiting_entries"."units" > 0)
) STRICT;
--> statement-breakpoint
CREATE INDEX `waiting_entries_by_person` ON `waiting_entries` (`person_id`);--> statement-breakpoint
CREATE INDEX `waiting_entries_standing` ON `waiting_entries` (`resource_id`,`id`) WHERE state IN ('waiting', 'offered');--> statement-breakpoint
CREATE TABLE `waiting_refusals` (
	`id` integer PRIMARY KEY NOT NULL,
	`entry_id` integer NOT NULL,
	`start_at` integer NOT NULL,
	`end_at` integer NOT NULL,
	FOREIGN KEY (`entry_id`) REFERENCES `waiting_entries`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `waiting_refusals_once` ON `waiting_refusals` (`entry_id`,`start_at`,`end_at`);--> statement-breakpoint
CREATE TABLE `quotas` (
	`id` integer PRIMARY KEY NOT NULL,
	`organisation_id` integer,
	`lab_id` integer,
	`resource_id` integer,
	`per` text NOT NULL,
	`measure` text NOT NULL,
	`most` integer NOT NULL,
	`period` text NOT NULL,
	`from_minute` integer,
	`to_minute` integer,
	`exempt_purposes` text DEFAULT '[]' NOT NULL,
	`label` text DEFAULT '' NOT NULL,
	`created_by_id` integer,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`organisation_id`) REFERENCES `organisations`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`lab_id`) REFERENCES `labs`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`resource_id`) REFERENCES `resources`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`created_by_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "quotas_per" CHECK("quotas"."per" IN ('person', 'project', 'organisation')),
	CONSTRAINT "quotas_measure" CHECK("quotas"."measure" IN ('hours', 'count')),
	CONSTRAINT "quotas_period" CHECK("quotas"."period" IN ('day', 'week', 'month', 'running')),
	CONSTRAINT "quotas_most" CHECK("quotas"."most" >= 0),
	CONSTRAINT "quotas_place" CHECK(("quotas"."organisation_id" IS NOT NULL) + ("quotas"."lab_id" IS NOT NULL) + ("quotas"."resource_id" IS NOT NULL) = 1)
) STRICT;
--> statement-breakpoint
CREATE INDEX `quotas_by_resource` ON `quotas` (`resource_id`);--> statement-breakpoint
CREATE INDEX `quotas_by_lab` ON `quotas` (`lab_id`);--> statement-breakpoint
CREATE INDEX `quotas_by_organisation` ON `quotas` (`organisation_id`);--> statement-breakpoint
CREATE TABLE `resource_accessories` (
	`id` integer PRIMARY KEY NOT NULL,
	`resource_id` integer NOT NULL,
	`accessory_id` integer NOT NULL,
	FOREIGN KEY (`resource_id`) REFERENCES `resources`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`accessory_id`) REFERENCES `resources`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `resource_accessories_once` ON `resource_accessories` (`resource_id`,`accessory_id`);--> statement-breakpoint
CREATE INDEX `resource_accessories_back` ON `resource_accessories` (`accessory_id`);--> statement-breakpoint
CREATE TABLE `setting_events` (
	`id` integer PRIMARY KEY NOT NULL,
	`organisation_id` integer,
	`lab_id` integer,
	`resource_id` integer,
	`person_id` integer,
	`kind` text NOT NULL,
	`before` text,
	`after` text,
	`at` integer NOT NULL,
	FOREIGN KEY (`organisation_id`) REFERENCES `organisations`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`lab_id`) REFERENCES `labs`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`resource_id`) REFERENCES `resources`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE INDEX `setting_events_by_resource` ON `setting_events` (`resource_id`);--> statement-breakpoint
CREATE INDEX `setting_events_by_lab` ON `setting_events` (`lab_id`);--> statement-breakpoint
CREATE INDEX `setting_events_by_organisation` ON `setting_events` (`organisation_id`);--> statement-breakpoint
CREATE TABLE `training_requests` (
	`id` integer PRIMARY KEY NOT NULL,
	`resource_id` integer NOT NULL,
	`person_id` integer NOT NULL,
	`message` text DEFAULT '' NOT NULL,
	`state` text DEFAULT 'open' NOT NULL,
	`answer` text,
	`answered_by_id` integer,
	`answered_at` integer,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`resource_id`) REFERENCES `resources`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`answered_by_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "training_requests_state" CHECK("training_requests"."state" IN ('open', 'invited', 'answered', 'declined', 'granted', 'withdrawn'))
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `training_requests_open` ON `training_requests` (`person_id`,`resource_id`) WHERE state IN ('open', 'invited');--> statement-breakpoint
CREATE INDEX `training_requests_by_resource` ON `training_requests` (`resource_id`);--> statement-breakpoint
ALTER TABLE `labs` ADD `policy` text DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE `organisations` ADD `policy` text DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE `reservations` ADD `series_id` integer REFERENCES series(id);--> statement-breakpoint
ALTER TABLE `reservations` ADD `occurrence_local` text;--> statement-breakpoint
ALTER TABLE `reservations` ADD `is_changed_alone` integer DEFAULT false NOT NULL;--> statement-breakpoint
CREATE INDEX `reservations_by_series` ON `reservations` (`series_id`) WHERE series_id IS NOT NULL;--> statement-breakpoint
ALTER TABLE `qualifications` ADD `reminded_at` integer;--> statement-breakpoint
ALTER TABLE `resources` ADD `is_accessory` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `resources` ADD `inherited` text DEFAULT '[]' NOT NULL;--> statement-breakpoint
ALTER TABLE `resources` ADD `policy` text DEFAULT '{}' NOT NULL;