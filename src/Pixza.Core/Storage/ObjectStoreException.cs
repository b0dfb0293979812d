namespace Pixza.Core.Storage;

/// <summary>The store could not do what it must always do: full, gone, or not letting us in. The message names the operation, never a secret.</summary>
public sealed class ObjectStoreException(string message, Exception inner) : IOException(message, inner);
