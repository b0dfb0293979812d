namespace Pixza.Core.Database.LocalCluster;

/// <summary>Pixza's own PostgreSQL cannot be used. The message is one sentence that says why and what helps.</summary>
public sealed class LocalClusterException(string message, Exception? cause = null) : Exception(message, cause);
