namespace Pixza.Testing;

/// <summary>Where the sources lie, for tests that read them.</summary>
public static class Repository
{
    /// <summary>The folder of Pixza.sln.</summary>
    public static string Root { get; } = Find();

    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Pixza.sln")))
                return folder.FullName;
        }
        throw new InvalidOperationException($"No Pixza.sln above {AppContext.BaseDirectory}.");
    }
}
