using Pixza.Crash.Tests;

// One after the other: they share a PostgreSQL that some of them kill, and each wants the processors for itself.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
[assembly: AssemblyFixture(typeof(CrashWorld))]
