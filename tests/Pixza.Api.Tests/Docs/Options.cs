using System.ComponentModel;
using System.Reflection;
using Pixza.Api.Hosting;

namespace Pixza.Api.Tests.Docs;

/// <summary>Every setting that an options class of ours binds: the classes are those with a constant <c>Section</c>.</summary>
internal static class Options
{
    public static IEnumerable<(string Name, object? Default)> Settings() => Assemblies()
        .SelectMany(assembly => assembly.GetTypes())
        .Where(type => type is { IsClass: true, IsAbstract: false } && SectionOf(type) is not null)
        .SelectMany(type => Of(Activator.CreateInstance(type)!, SectionOf(type)!));

    private static string? SectionOf(Type type) =>
        type.GetField("Section", BindingFlags.Public | BindingFlags.Static) is { IsLiteral: true } field ? field.GetRawConstantValue() as string : null;

    private static IEnumerable<(string Name, object? Default)> Of(object options, string prefix)
    {
        foreach (var property in options.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            var value = property.GetValue(options);
            if (value is not null && IsGroup(property.PropertyType, options.GetType().Assembly))
            {
                foreach (var inner in Of(value, $"{prefix}:{property.Name}"))
                    yield return inner;
                continue;
            }

            yield return ($"{prefix}:{property.Name}", value);
        }
    }

    // Settings inside a setting, as Storage:S3 has them.
    private static bool IsGroup(Type type, Assembly ours) =>
        type.Assembly == ours && type.IsClass && !TypeDescriptor.GetConverter(type).CanConvertFrom(typeof(string));

    private static IEnumerable<Assembly> Assemblies() => PixzaHost.Channels.Select(channel => channel.GetType().Assembly)
        .Append(typeof(PixzaHost).Assembly)
        .SelectMany(assembly => assembly.GetReferencedAssemblies()
            .Where(name => name.Name!.StartsWith("Pixza.", StringComparison.Ordinal)).Select(Assembly.Load).Append(assembly))
        .Distinct();
}
